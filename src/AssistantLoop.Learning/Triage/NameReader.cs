using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>
/// Finds names: runs of words that begin large inside a sentence. The first word of a sentence is large anyhow, so it
/// counts only where the next one is large too.
/// </summary>
internal static partial class NameReader
{
    /// <summary>The names of a sentence.</summary>
    /// <param name="sentence">One sentence.</param>
    /// <param name="ignored">Lower-case words that are no fact, such as the business's own name.</param>
    public static IEnumerable<Fact> Read(string sentence, IReadOnlySet<string> ignored)
    {
        foreach (Match run in Run().Matches(sentence))
        {
            string[] words = run.Value.Split(' ');
            bool first = !sentence[..run.Index].Any(char.IsLetterOrDigit);
            string[] kept =
            [
                .. (first && words.Length == 1 ? [] : words)
                    .Where(word => word != "I" && !ignored.Contains(word.ToLowerInvariant())),
            ];
            // "The Lark greenhouse", "Our Marlow shop": the article is no part of the name.
            kept = first && kept.Length > 0 && ContentWords.Stems(kept[0]).Count == 0 ? kept[1..] : kept;
            if (kept.Length > 0)
            {
                string name = string.Join(' ', kept);
                yield return new(FactKind.Name, name, name.ToLowerInvariant());
            }
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}'’])\p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)*")]
    private static partial Regex Run();
}
