using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;

namespace AssistantLoop.Training.Corpus;

/// <summary>
/// Samples and probes that training never sees: a seed of their own, and businesses, products and people named from a
/// pool of words that training samples do not use.
/// </summary>
public static class HeldOut
{
    private const ulong ReservedSeed = 0xA11_0E1D_0047;

    private static readonly CorpusWeights s_singleFacts = new()
    {
        MultiFact = 0,
        NotStated = 0,
        SmallTalk = 0,
        Repeat = 0,
        FollowUp = 0,
        Style = 0,
        Glossary = 0,
        Rule = 0,
        NoPassage = 0,
        Noise = 0,
    };

    /// <summary>The endless held-out samples of the usual mix, for a held-out loss.</summary>
    public static IEnumerable<ChatSample> Samples(CorpusWeights? weights = null)
    {
        var generator = new CorpusGenerator(weights ?? new(), heldOut: true);
        return generator.Generate(ReservedSeed, 0);
    }

    /// <summary>
    /// The first probes: each a prompt that ends with a question on one fact, the fact as the passage states it, and
    /// the reference answer with its citation. A copy is exact when the model's answer contains the fact.
    /// </summary>
    /// <param name="count">How many; the same first ones at every call.</param>
    public static IReadOnlyList<FactProbe> Probes(int count)
    {
        var generator = new CorpusGenerator(s_singleFacts, heldOut: true);
        List<FactProbe> probes = [];
        for (long index = 0; probes.Count < count; index++)
        {
            DrawnSample drawn = generator.Draw(ReservedSeed + 1, index);
            DrawnTurn turn = drawn.Turns[0];
            if (turn.Kind == TurnKind.SingleFact)
            {
                IReadOnlyList<SampleMessage> messages = drawn.Sample.Messages;
                probes.Add(new([messages[0], messages[1]], turn.Values[0].Value, messages[2].Content));
            }
        }

        return probes;
    }
}
