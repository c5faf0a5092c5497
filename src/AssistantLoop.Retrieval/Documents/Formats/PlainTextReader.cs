using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Plain text: paragraphs between blank lines, lists where lines begin with a bullet or a number.</summary>
internal static partial class PlainTextReader
{
    public static ParsedDocument Read(string text)
    {
        BlockWriter writer = new(title: null);
        foreach (string paragraph in BlankLines().Split(text))
        {
            foreach ((BlockKind kind, string part) in ListLines.Split(paragraph.Split('\n')))
            {
                writer.Add(kind, part);
            }
        }

        return new() { Blocks = writer.Blocks };
    }

    [GeneratedRegex(@"\r?\n[ \t]*\r?\n\s*")]
    private static partial Regex BlankLines();
}
