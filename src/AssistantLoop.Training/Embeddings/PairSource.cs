using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Embeddings;

/// <summary>Where pairs come from.</summary>
/// <param name="Name">Names the source in figures.</param>
/// <param name="Weight">Its share of the pairs, relative to the other sources'.</param>
/// <param name="Draw">Draws a pair to learn from.</param>
/// <param name="HeldOut">Pairs that training never sees.</param>
internal sealed record PairSource(
    string Name, double Weight, Func<Dice, TextPair> Draw, IReadOnlyList<TextPair> HeldOut)
{
    /// <summary>Most held-out pairs of a source.</summary>
    public const int MostHeldOut = 500;

    /// <summary>A source of pairs that are all known: those whose group's hash says so are held out, a share of one in
    /// <paramref name="heldOutEvery"/>.</summary>
    public static PairSource? Of(string name, double weight, IReadOnlyList<TextPair> pairs, int heldOutEvery)
    {
        ILookup<bool, TextPair> byUse = pairs.ToLookup(pair => IsHeldOut(pair.Group, heldOutEvery));
        TextPair[] training = [.. byUse[false]];
        return training.Length == 0
            ? null : new PairSource(name, weight, dice => dice.Pick(training), Spread([.. byUse[true]]));
    }

    /// <summary>Whether a group is held out, the same at every call.</summary>
    public static bool IsHeldOut(long group, int every) => Dice.For(0xE4B0, group).Below(every) == 0;

    /// <summary>At most <see cref="MostHeldOut"/> of the pairs, evenly spread.</summary>
    public static IReadOnlyList<TextPair> Spread(IReadOnlyList<TextPair> pairs) => pairs.Count <= MostHeldOut
        ? pairs : [.. Enumerable.Range(0, MostHeldOut).Select(at => pairs[(int)((long)at * pairs.Count / MostHeldOut)])];

    /// <summary>The group of a text: equal texts are of one group.</summary>
    public static long GroupOf(string text) => Words.StableHash(text);
}
