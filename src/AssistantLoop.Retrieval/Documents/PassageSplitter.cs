using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>
/// Cuts a document into passages: one for each section, or several where a section is longer than
/// <see cref="MaxWords"/>, cut between blocks and then between sentences.
/// </summary>
public static partial class PassageSplitter
{
    /// <summary>The longest passage, in words; about 90 tokens.</summary>
    public const int MaxWords = 60;

    /// <summary>The document's passages in reading order.</summary>
    /// <param name="path">The document's path within its folder; ids are made from it.</param>
    /// <param name="markdown">The document's text; plain text is Markdown without marks.</param>
    public static IReadOnlyList<Passage> Split(string path, string markdown)
    {
        List<Passage> passages = [];
        foreach (MarkdownSection section in MarkdownSections.Read(markdown))
        {
            string title = section.Headings.Count > 0
                ? string.Join(" > ", section.Headings)
                : Path.GetFileNameWithoutExtension(path);
            string anchor = section.Headings.Count > 0 ? Anchor(section.Headings[^1]) : "";
            foreach (string text in Pack(section.Blocks))
            {
                passages.Add(new($"{path}#{passages.Count}", path, title, text, anchor));
            }
        }

        return passages;
    }

    private static IEnumerable<string> Pack(IReadOnlyList<string> blocks)
    {
        List<string> open = [];
        int words = 0;
        foreach (string sentence in blocks.SelectMany(block => Sentence().Split(Spaces().Replace(block, " ").Trim())))
        {
            int more = sentence.Count(letter => letter == ' ') + 1;
            if (open.Count > 0 && words + more > MaxWords)
            {
                yield return string.Join(' ', open);
                open.Clear();
                words = 0;
            }

            open.Add(sentence);
            words += more;
        }

        if (open.Count > 0)
        {
            yield return string.Join(' ', open);
        }
    }

    private static string Anchor(string heading) =>
        NotAnchor().Replace(heading.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu}|\p{N})")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotAnchor();
}
