using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// BERT's split of a cleaned text (google-research/bert, tokenization.py): words between spaces, and each punctuation
/// mark alone. ASCII's symbols, such as $, count as punctuation.
/// </summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int, int)> pieces = new((text.Length / 5) + 1);
        int start = 0;
        int at = 0;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int width);
            bool space = Rune.IsWhiteSpace(rune);
            bool mark = !space && IsPunctuation(rune);
            if (space || mark)
            {
                AddWord(pieces, start, at);
                start = at + width;
            }

            if (mark)
            {
                pieces.Add((at, width));
            }

            at += width;
        }

        AddWord(pieces, start, text.Length);
        return pieces;
    }

    private static void AddWord(List<(int, int)> pieces, int start, int end)
    {
        if (end > start)
        {
            pieces.Add((start, end - start));
        }
    }

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? !Rune.IsLetterOrDigit(rune)
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation;
}
