using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus;

/// <summary>
/// Generates support dialogues that are answered from the passages in their prompt. Names, numbers and most facts are
/// drawn anew for every sample, so nothing but reading the prompt helps. Thread-safe.
/// </summary>
public sealed class CorpusGenerator
{
    private readonly CorpusWeights _weights;
    private readonly CorpusTables _tables = CorpusTables.Embedded;
    private readonly SceneMaker _scenes;
    private readonly bool _heldOut;

    /// <param name="weights">The mix; null for the defaults.</param>
    public CorpusGenerator(CorpusWeights? weights = null)
        : this(weights ?? new(), heldOut: false)
    {
    }

    internal CorpusGenerator(CorpusWeights weights, bool heldOut)
    {
        (_weights, _heldOut) = (weights, heldOut);
        _scenes = new(_tables, weights);
    }

    /// <summary>The endless samples from an index; a sample depends on (seed, index) alone: a run can resume.</summary>
    public IEnumerable<ChatSample> Generate(ulong seed, long firstIndex)
    {
        for (long index = firstIndex; ; index++)
        {
            yield return Sample(seed, index);
        }
    }

    /// <summary>One sample.</summary>
    public ChatSample Sample(ulong seed, long index) => Draw(seed, index).Sample;

    internal DrawnSample Draw(ulong seed, long index)
    {
        Dice dice = Dice.For(seed, index);
        Scene scene = _scenes.Draw(dice, _heldOut);
        List<DrawnTurn> turns = new TurnMaker(_tables, _weights, _scenes, scene, dice).Dialogue();
        List<SampleMessage> messages = [new(SampleMessage.System, scene.SystemText())];
        foreach (DrawnTurn turn in turns)
        {
            bool noisy = turn.Kind != TurnKind.SmallTalk && dice.Chance(_weights.Noise);
            string question = noisy ? Noise.Apply(turn.Question, dice, _tables.Phrases) : turn.Question;
            messages.Add(new(SampleMessage.User, question));
            bool informs = turn.Kind is not (TurnKind.NotStated or TurnKind.SmallTalk);
            messages.Add(new(SampleMessage.Assistant, scene.Style.Dress(turn.Answer, informs)));
        }

        return new(new(messages), scene, turns);
    }
}
