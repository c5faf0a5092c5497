using System.Text;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>Languages that their script gives away.</summary>
internal static class Script
{
    private const double LeastShare = 0.5;

    // Blocks of Unicode; Han is Chinese where no kana stand beside it.
    private static readonly (string Script, int First, int Last)[] s_ranges =
    [
        ("el", 0x0370, 0x03ff), ("cyrillic", 0x0400, 0x04ff), ("hy", 0x0530, 0x058f), ("he", 0x0590, 0x05ff), ("ar", 0x0600, 0x06ff),
        ("hi", 0x0900, 0x097f), ("th", 0x0e00, 0x0e7f), ("ka", 0x10a0, 0x10ff), ("ko", 0x1100, 0x11ff), ("ja", 0x3040, 0x30ff),
        ("han", 0x4e00, 0x9fff), ("ko", 0xac00, 0xd7af),
    ];

    /// <summary>The language of a text that is not in Latin script, or null.</summary>
    public static string? LanguageOf(string text)
    {
        Dictionary<string, int> counts = [];
        int letters = 0;
        foreach (Rune rune in text.EnumerateRunes().Where(Rune.IsLetter))
        {
            letters++;
            string? script = s_ranges.FirstOrDefault(range => rune.Value >= range.First && rune.Value <= range.Last).Script;
            if (script is not null)
            {
                counts[script] = counts.GetValueOrDefault(script) + 1;
            }
        }

        int kana = counts.GetValueOrDefault("ja");
        int eastAsian = kana + counts.GetValueOrDefault("han");
        if (eastAsian > LeastShare * letters)
        {
            return kana * 10 > eastAsian ? "ja" : "zh";
        }

        (string? found, int count) = counts.Count == 0 ? default : counts.MaxBy(script => script.Value);
        return count <= LeastShare * letters ? null : found == "cyrillic" ? Cyrillic(text) : found;
    }

    // Letters that only one of the two languages writes; other languages of the script are not told apart.
    private static string? Cyrillic(string text)
    {
        int ukrainian = text.Count(letter => "іїєґІЇЄҐ".Contains(letter, StringComparison.Ordinal));
        int russian = text.Count(letter => "ыэёъЫЭЁЪ".Contains(letter, StringComparison.Ordinal));
        return ukrainian > russian ? "uk" : russian > ukrainian ? "ru" : null;
    }
}
