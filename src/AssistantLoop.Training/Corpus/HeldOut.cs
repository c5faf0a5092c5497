using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Corpus;

/// <summary>
/// Samples and probes that training never sees: a seed of their own; businesses, products and people named from a
/// reserved pool; wordings of questions, styles and schemas that are reserved; and, in one category, kinds of facts.
/// </summary>
public static class HeldOut
{
    private const ulong ReservedSeed = 0xA11_0E1D_0047;
    private const int MostDraws = 200;

    private static readonly List<string> s_names = [.. ProbeCategory.All.Select(category => category.Name)];

    /// <summary>The categories of <see cref="Probes"/>.</summary>
    public static IReadOnlyList<string> Categories => s_names;

    /// <summary>The endless held-out samples of the usual mix, for a held-out loss.</summary>
    public static IEnumerable<ChatSample> Samples(CorpusWeights? weights = null)
    {
        var generator = new CorpusGenerator(weights ?? new(), heldOut: true);
        return generator.Generate(ReservedSeed, 0);
    }

    /// <summary>A category's first probes; the same first ones at every call.</summary>
    /// <param name="category">One of <see cref="Categories"/>.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">There is no such category.</exception>
    public static IReadOnlyList<CorpusProbe> Probes(string category, int count) =>
        [.. Draws(category, count).Select(drawn => new CorpusProbe(
            category, [.. drawn.Sample.Messages.SkipLast(1)], drawn.Sample.Messages[^1].Content, CheckMaker.Of(drawn)))];

    internal static IEnumerable<DrawnSample> Draws(string category, int count)
    {
        int at = s_names.IndexOf(category);
        if (at < 0)
        {
            throw new ArgumentException(
                $"There is no category \"{category}\"; there are {string.Join(", ", Categories)}.", nameof(category));
        }

        ProbeCategory wanted = ProbeCategory.All[at];
        var generator = new CorpusGenerator(
            wanted.Weights, heldOut: true, wanted.Unseen ? CorpusTables.Embedded.Unseen : null);
        IEnumerable<DrawnSample> drawn = Enumerable.Range(0, count * MostDraws)
            .Select(index => generator.Draw(ReservedSeed + 1 + (ulong)at, index));
        return drawn.Where(sample => wanted.Fits(sample, sample.Turns[^1])).Take(count);
    }
}
