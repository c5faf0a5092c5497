using System.Globalization;
using System.Text;

namespace AssistantLoop.Storage.Documents;

/// <summary>
/// Turns what a visitor typed into an FTS5 query that finds passages with any of its words. Only letters, digits and
/// marks get through, each word in quotes, so that no input is an operator or a syntax error.
/// </summary>
internal static class WordQuery
{
    private const int MaxWords = 64;

    /// <returns>Null where the text holds no word.</returns>
    public static string? From(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWordPart(rune))
            {
                word.Append(rune);
            }
            else
            {
                Flush();
            }
        }

        Flush();
        return words.Count == 0 ? null : string.Join(" OR ", words);

        void Flush()
        {
            var quoted = $"\"{word}\"";
            if (word.Length > 0 && words.Count < MaxWords && !words.Contains(quoted))
            {
                words.Add(quoted);
            }

            word.Clear();
        }
    }

    private static bool IsWordPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
