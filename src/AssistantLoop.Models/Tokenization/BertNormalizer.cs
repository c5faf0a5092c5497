using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// BERT's cleaning of a text (google-research/bert, tokenization.py; the order of steps is Hugging Face's): control
/// characters go, white space becomes a space, ideographs stand alone, and where asked for accents and capitals go.
/// </summary>
internal sealed class BertNormalizer(bool lowerCase, bool stripAccents, bool splitIdeographs = true) : Normalizer
{
    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());

    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        string text = stripAccents ? CanonicalComposition.Decompose(original) : original;
        StringBuilder clean = new(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                AddAscii(clean, (char)rune.Value);
            }
            else
            {
                Add(clean, rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>The blocks that BERT calls Chinese characters.</summary>
    public static bool IsIdeograph(int point) => point
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private void AddAscii(StringBuilder clean, char letter)
    {
        if (letter is ' ' or '\t' or '\n' or '\r')
        {
            clean.Append(' ');
        }
        else if (!char.IsControl(letter))
        {
            clean.Append(lowerCase ? char.ToLowerInvariant(letter) : letter);
        }
    }

    private void Add(StringBuilder clean, Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        if (rune == Rune.ReplacementChar || IsControl(category)
            || (stripAccents && category == UnicodeCategory.NonSpacingMark))
        {
            return;
        }

        bool alone = splitIdeographs && IsIdeograph(rune.Value);
        if (Rune.IsWhiteSpace(rune))
        {
            clean.Append(' ');
        }
        else
        {
            string text = (lowerCase ? Rune.ToLowerInvariant(rune) : rune).ToString();
            clean.Append(alone ? $" {text} " : text);
        }
    }

    private static bool IsControl(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
