using System.Buffers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>Cuts a text at the added tokens in it: the leftmost first, and of several there the longest.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly SearchValues<char> _firstCharacters;
    private readonly Dictionary<char, AddedToken[]> _byFirst;

    public AddedTokenSplitter(IEnumerable<AddedToken> tokens)
    {
        _byFirst = tokens.GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(t => t.Content.Length).ToArray());
        _firstCharacters = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>The pieces of the text in order, without empty ones; a piece without an id is plain text.</summary>
    public IEnumerable<(string Text, int? Id)> Split(string text)
    {
        int start = 0;
        int at = 0;
        while (at < text.Length)
        {
            int found = text.AsSpan(at).IndexOfAny(_firstCharacters);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (LongestAt(text, at) is not { } token)
            {
                at++;
                continue;
            }

            int end = at;
            while (token.StripLeft && end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            if (end > start)
            {
                yield return (text[start..end], null);
            }

            yield return (token.Content, token.Id);
            at += token.Content.Length;
            while (token.StripRight && at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            start = at;
        }

        if (start < text.Length)
        {
            yield return (start == 0 ? text : text[start..], null);
        }
    }

    private AddedToken? LongestAt(string text, int at)
    {
        foreach (AddedToken token in _byFirst[text[at]])
        {
            if (text.AsSpan(at).StartsWith(token.Content, StringComparison.Ordinal))
            {
                return token;
            }
        }

        return null;
    }
}
