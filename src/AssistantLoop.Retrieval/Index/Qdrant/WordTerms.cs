using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// The terms by which words are found: runs of letters and digits, in lower case, Latin letters without their accents,
/// English endings taken off.
/// </summary>
internal static class WordTerms
{
    /// <summary>Each group's first letter stands for the others.</summary>
    private static readonly FrozenDictionary<char, char> s_plain = """
        aàáâãäåāăąǎ cçćĉċč dďđ eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįǐ jĵ kķ lĺļľ nñńņň oòóôõöōŏőǒơ rŕŗř sśŝşšș tţťț
        uùúûüũūŭůűųǔư wŵ yýÿŷ zźżž
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(group => group.Skip(1).Select(accented => KeyValuePair.Create(accented, group[0])))
        .ToFrozenDictionary();

    /// <summary>The terms of a text in order, with repeats.</summary>
    public static IEnumerable<string> Of(string text)
    {
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsAccent(rune))
            {
                continue;
            }

            if (IsWordPart(rune))
            {
                Append(word, Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                yield return PorterStemmer.Stem(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return PorterStemmer.Stem(word.ToString());
        }
    }

    private static void Append(StringBuilder word, Rune rune)
    {
        if (rune.IsBmp)
        {
            word.Append(s_plain.GetValueOrDefault((char)rune.Value, (char)rune.Value));
        }
        else
        {
            word.Append(rune.ToString());
        }
    }

    /// <summary>Accents written as marks of their own.</summary>
    private static bool IsAccent(Rune rune) => rune.Value is >= 0x300 and <= 0x36f;

    private static bool IsWordPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
