using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Finds lists in lines of text without mark-up: a line that begins with a bullet, or "1.", begins an item.</summary>
internal static partial class ListLines
{
    /// <summary>The lines as paragraphs and list items; a line without a bullet goes on with what is before it.</summary>
    public static IEnumerable<(BlockKind Kind, string Text)> Split(IEnumerable<string> lines)
    {
        List<string> open = [];
        BlockKind kind = BlockKind.Paragraph;
        foreach (string line in lines)
        {
            Match bullet = Bullet().Match(line);
            if (bullet.Success)
            {
                if (open.Count > 0)
                {
                    yield return (kind, Join(open));
                    open.Clear();
                }

                kind = BlockKind.ListItem;
            }

            open.Add(bullet.Success ? line[bullet.Length..] : line);
        }

        if (open.Count > 0)
        {
            yield return (kind, Join(open));
        }
    }

    // A word divided at a line's end is one word again.
    private static string Join(List<string> lines) => Divided().Replace(string.Join('\n', lines), "");

    [GeneratedRegex(@"^\s*(?:[•‣◦▪●○–*-]|\d{1,2}[.)])\s+(?=\S)")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"(?<=\p{Ll})(?:-\r?\n\s*|\u00AD\r?\n?\s*)(?=\p{Ll})")]
    private static partial Regex Divided();
}
