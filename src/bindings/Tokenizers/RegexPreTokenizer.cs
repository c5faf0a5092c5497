using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Splits a text into the special tokens in it and, between them, the matches of a regular expression.
/// </summary>
public sealed class RegexPreTokenizer : PreTokenizer
{
    private readonly Regex _regex;
    private readonly Regex? _specialTokens;

    public RegexPreTokenizer(Regex regex, IReadOnlyDictionary<string, int>? specialTokensEncoder)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = regex;
        if (specialTokensEncoder is { Count: > 0 })
        {
            _specialTokens = new Regex(string.Join('|', specialTokensEncoder.Keys.Select(Regex.Escape)));
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int, int)> pieces = new((text.Length / 4) + 1);
        int start = 0;
        if (_specialTokens is not null)
        {
            foreach (ValueMatch special in _specialTokens.EnumerateMatches(text))
            {
                AddMatches(pieces, text, start, special.Index);
                pieces.Add((special.Index, special.Length));
                start = special.Index + special.Length;
            }
        }

        AddMatches(pieces, text, start, text.Length);
        return pieces;
    }

    private void AddMatches(List<(int, int)> pieces, ReadOnlySpan<char> text, int start, int end)
    {
        foreach (ValueMatch match in _regex.EnumerateMatches(text[start..end]))
        {
            pieces.Add((start + match.Index, match.Length));
        }
    }
}
