using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>Splits by one rule after the other, each within the pieces of the one before.</summary>
internal sealed class SplitPreTokenizer(IReadOnlyList<SplitRule> rules) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => Pieces(text);

    /// <summary>The pieces in order, none of them empty.</summary>
    public List<(int Offset, int Length)> Pieces(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            BasicPlaneText plane = new(text);
            List<(int Offset, int Length)> pieces = Apply(plane.Characters);
            for (int i = 0; i < pieces.Count; i++)
            {
                (int offset, int length) = pieces[i];
                int start = plane.OffsetOf(offset);
                pieces[i] = (start, plane.OffsetOf(offset + length) - start);
            }

            return pieces;
        }

        return Apply(text);
    }

    private List<(int Offset, int Length)> Apply(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = [];
        if (text.Length > 0)
        {
            pieces.Add((0, text.Length));
        }

        foreach (SplitRule rule in rules)
        {
            List<(int Offset, int Length)> smaller = new(Math.Max(pieces.Count, text.Length / 4));
            foreach ((int offset, int length) in pieces)
            {
                Split(rule, text.Slice(offset, length), offset, smaller);
            }

            pieces = smaller;
        }

        return pieces;
    }

    private static void Split(
        SplitRule rule, ReadOnlySpan<char> piece, int offset, List<(int Offset, int Length)> smaller)
    {
        int done = 0;
        foreach (ValueMatch match in rule.Pattern.EnumerateMatches(piece))
        {
            if (match.Length == 0)
            {
                continue;
            }

            if (rule.KeepGaps && match.Index > done)
            {
                smaller.Add((offset + done, match.Index - done));
            }

            smaller.Add((offset + match.Index, match.Length));
            done = match.Index + match.Length;
        }

        if (rule.KeepGaps && done < piece.Length)
        {
            smaller.Add((offset + done, piece.Length - done));
        }
    }
}
