using System.Text;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>
/// Makes a query look as visitors type it: capitals and marks left out, keywords alone, words forgotten, letters
/// mistyped, and another word of the same meaning.
/// </summary>
internal sealed class QueryNoise(IReadOnlyDictionary<string, string[]> synonyms)
{
    private const int LongestPhrase = 3;

    // Words that a query of keywords leaves out.
    private static readonly HashSet<string> s_small =
    [
        .. ("a an and any are as at be been but by can could did do does for from get had has have hello hey hi how i if "
            + "in is it its me my no not of on or please so that the their them then there they this to up was we were "
            + "what when where which who why will with would you your").Split(' '),
    ];

    /// <summary>The query, changed in about two cases of three.</summary>
    public string Apply(string query, Dice dice)
    {
        string changed = synonyms.Count > 0 && dice.Chance(0.35) ? WithSynonyms(query, dice) : query;
        return dice.Weighted(0.45, 0.2, 0.1, 0.1, 0.15) switch
        {
            1 => changed.ToLowerInvariant().TrimEnd('?', '.', '!'),
            2 => Keywords(changed),
            3 => Shortened(changed, dice),
            4 => Mistyped(changed, dice),
            _ => changed,
        };
    }

    private string WithSynonyms(string query, Dice dice)
    {
        string[] words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<string> changed = [];
        for (int at = 0; at < words.Length;)
        {
            (string? synonym, int width) = dice.Chance(0.35) ? Synonym(words, at, dice) : (null, 1);
            changed.Add(synonym ?? words[at]);
            at += synonym is null ? 1 : width;
        }

        return string.Join(' ', changed);
    }

    // The longest phrase that begins here; an s and marks at its end stay.
    private (string? Synonym, int Width) Synonym(string[] words, int at, Dice dice)
    {
        for (int width = Math.Min(LongestPhrase, words.Length - at); width > 0; width--)
        {
            string phrase = string.Join(' ', words, at, width).ToLowerInvariant();
            string bare = phrase.TrimEnd('?', '.', '!', ',');
            string end = phrase[bare.Length..];
            if (s_small.Contains(bare)) return (null, 1);
            if (synonyms.TryGetValue(bare, out string[]? others)) return (dice.Pick(others) + end, width);
            if (bare.EndsWith('s') && synonyms.TryGetValue(bare[..^1], out others)) return (dice.Pick(others) + "s" + end, width);
        }

        return (null, 1);
    }

    private static string Keywords(string query)
    {
        string[] kept = [.. query.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('?', '.', '!', ',', '"', '\'')).Where(word => word.Length > 0 && !s_small.Contains(word))];
        return kept.Length < 2 ? query : string.Join(' ', kept);
    }

    private static string Shortened(string query, Dice dice)
    {
        string[] words = query.Split(' ');
        string[] kept = [.. words.Where(_ => !dice.Chance(0.2))];
        return kept.Length < 2 ? query : string.Join(' ', kept);
    }

    private static string Mistyped(string query, Dice dice)
    {
        string[] words = query.Split(' ');
        int[] plain = [.. Enumerable.Range(0, words.Length)
            .Where(at => words[at].Length > 4 && words[at].All(char.IsAsciiLetter))];
        if (plain.Length == 0) return query;
        int chosen = dice.Pick(plain);
        StringBuilder word = new(words[chosen]);
        int letter = dice.Between(1, word.Length - 2);
        switch (dice.Below(3))
        {
            case 0: (word[letter], word[letter + 1]) = (word[letter + 1], word[letter]); break;
            case 1: word.Remove(letter, 1); break;
            default: word.Insert(letter, word[letter]); break;
        }

        words[chosen] = word.ToString();
        return string.Join(' ', words);
    }
}
