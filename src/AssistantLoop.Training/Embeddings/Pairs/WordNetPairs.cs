using System.Text.RegularExpressions;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>
/// Words and their meanings, synonyms, sentences that a synonym does not change, and kinds of things. One meaning in 50
/// is held out, and gives no synonyms either.
/// </summary>
internal sealed class WordNetPairs
{
    private const int HeldOutEvery = 50;
    private const int RarestOrder = 2;
    private const double AttestedShare = 0.75;

    private readonly WordNet _net;
    private readonly Synset[] _attested;
    private readonly Synset[] _others;

    public WordNetPairs(WordNet net)
    {
        _net = net;
        ILookup<bool?, Synset> byUse = net.Synsets.Values
            .Where(synset => WordsOf(synset).Length > 0)
            .ToLookup(synset => IsHeldOut(synset.Key)
                ? (bool?)null : synset.Words.Any(word => net.SenseOf(word, synset.Key).Attested));
        (_attested, _others) = ([.. byUse[true]], [.. byUse[false]]);
        HeldOut = PairSource.Spread([.. byUse[null]
            .Where(synset => synset.Words.Any(word => net.SenseOf(word, synset.Key).Attested))
            .Select(synset => new TextPair(WordsOf(synset)[0], synset.Definition, PairSource.GroupOf(synset.Key)))]);
    }

    /// <summary>Words with their definitions.</summary>
    public IReadOnlyList<TextPair> HeldOut { get; }

    public PairSource Source(double weight) => new("wordnet", weight, Draw, HeldOut);

    /// <summary>A word's synonyms in its most frequent meaning, by word in lower case.</summary>
    public Dictionary<string, string[]> Synonyms() => _net.FirstSenses
        .Where(word => word.Value.Uses > 0 && !IsHeldOut(word.Value.Key))
        .Select(word => (word.Key, Others: WordsOf(_net.Synsets[word.Value.Key])
            .Where(other => !other.Equals(word.Key, StringComparison.OrdinalIgnoreCase)).ToArray()))
        .Where(word => word.Others.Length > 0)
        .ToDictionary(word => word.Key, word => word.Others, StringComparer.Ordinal);

    private TextPair Draw(Dice dice)
    {
        Synset synset = dice.Pick(dice.Chance(AttestedShare) ? _attested : _others);
        string[] words = WordsOf(synset);
        string word = dice.Pick(words);
        long group = PairSource.GroupOf(synset.Key);
        string? synonym = words.Length < 2 ? null : dice.Pick([.. words.Where(other => other != word)]);
        return dice.Weighted(0.35, 0.3, 0.25, 0.1) switch
        {
            1 when synonym is not null => new TextPair(word, synonym, group),
            2 when Replaced(synset, dice) is { } examples => new TextPair(examples.With, examples.Plain, group),
            3 when synset.Broader is { } key && !IsHeldOut(key) && _net.Synsets.TryGetValue(key, out Synset? kind) =>
                new TextPair($"{word}: {synset.Definition}", $"{kind.Words[0]}: {kind.Definition}", PairSource.GroupOf(key)),
            _ when dice.Chance(0.3) && synset.Examples.Count > 0 =>
                new TextPair(dice.Pick(synset.Examples), synset.Definition, group),
            _ => new TextPair(word, synset.Definition, group),
        };
    }

    // The words that have this meaning first, second or third.
    private string[] WordsOf(Synset synset) =>
        [.. synset.Words.Where(word => _net.SenseOf(word, synset.Key).Order <= RarestOrder)];

    private static (string With, string Plain)? Replaced(Synset synset, Dice dice)
    {
        if (synset.Words.Count < 2 || synset.Examples.Count == 0) return null;
        string example = dice.Pick(synset.Examples);
        foreach (string word in synset.Words)
        {
            Match match = Regex.Match(example, $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase);
            if (!match.Success) continue;
            string synonym = dice.Pick([.. synset.Words.Where(other => other != word)]);
            return (string.Concat(example.AsSpan(0, match.Index), synonym, example.AsSpan(match.Index + match.Length)), example);
        }

        return null;
    }

    private static bool IsHeldOut(string key) => PairSource.IsHeldOut(PairSource.GroupOf(key), HeldOutEvery);
}
