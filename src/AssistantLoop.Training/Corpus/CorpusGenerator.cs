using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Facts;
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

    internal CorpusGenerator(CorpusWeights weights, bool heldOut, FactBook? facts = null)
    {
        (_weights, _heldOut) = (weights, heldOut);
        _scenes = new(_tables, facts ?? _tables.Facts, weights);
    }

    /// <summary>
    /// The endless samples from an index; a sample depends on (seed, index) alone: a run can resume, and threads that
    /// take every n-th index make one stream, whatever their number.
    /// </summary>
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
        List<DrawnTurn> turns = new TurnMaker(_tables, _weights, _scenes.Passages, scene, dice).Dialogue();
        bool stale = turns.Count > 1 && dice.Chance(_weights.Stale);
        List<int> shown = stale ? Shown(scene, turns[^1], dice) : [.. Enumerable.Range(1, scene.Passages.Count)];
        if (dice.Chance(_weights.BestFirst) && turns[^1].Needed.FirstOrDefault() is > 0 and int best)
        {
            shown.Remove(best);
            shown.Insert(0, best);
        }

        int[] numbers = [.. Enumerable.Range(1, scene.Passages.Count).Select(passage => shown.IndexOf(passage) + 1)];
        int[] before = stale ? Anyhow(scene.Passages.Count, dice) : numbers;
        List<SampleMessage> messages = [new(SampleMessage.System, scene.SystemText(shown))];
        for (int i = 0; i < turns.Count; i++)
        {
            bool last = i == turns.Count - 1;
            IReadOnlyList<int> now = last ? numbers : before;
            messages.Add(new(SampleMessage.User, PassageMark.Fill(Asked(turns[i], scene, dice), now)));
            string answer = PassageMark.Fill(AnswerWriter.Write(turns[i], scene), now);
            messages.Add(new(SampleMessage.Assistant, answer) { Weight = stale && !last ? 0 : null });
        }

        return new(new(messages), scene, turns, shown);
    }

    private string Asked(DrawnTurn turn, Scene scene, Dice dice)
    {
        bool plain = turn.Kind is TurnKind.SmallTalk or TurnKind.HandOver or TurnKind.OutOfScope or TurnKind.Extract;
        return !plain && dice.Chance(_weights.Noise) ? Noise.Apply(turn.Question, dice, scene.World) : turn.Question;
    }

    // What the last question's own search would have found: what answers it, and some of the rest.
    private static List<int> Shown(Scene scene, DrawnTurn last, Dice dice)
    {
        HashSet<int> needed = [.. last.Needed];
        if (scene.Versions is { } versions && needed.Contains(versions.Passage))
        {
            needed.UnionWith(Enumerable.Range(1, scene.Passages.Count).Where(at => scene.Passages[at - 1].Outdated));
        }

        List<int> shown = [.. Enumerable.Range(1, scene.Passages.Count)
            .Where(passage => needed.Contains(passage) || dice.Chance(0.7))];
        dice.Shuffle(shown);
        return shown;
    }

    private static int[] Anyhow(int count, Dice dice)
    {
        int[] numbers = [.. Enumerable.Range(1, count)];
        dice.Shuffle(numbers);
        return numbers;
    }
}
