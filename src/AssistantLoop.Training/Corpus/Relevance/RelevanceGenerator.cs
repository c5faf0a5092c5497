using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Relevance;

/// <summary>
/// Generates samples that teach to judge whether a passage answers a question: one passage of a generated dialogue, and the
/// dialogue's questions with "Yes" or "No". Questions that nothing answers are near what the passages say, and other
/// passages are near the one that answers, so the words that both have tell little. Thread-safe; a sample depends on
/// (seed, index) alone.
/// </summary>
public sealed class RelevanceGenerator
{
    /// <summary>What is said of a passage that answers.</summary>
    public const string Yes = "Yes";

    /// <summary>What is said of one that does not.</summary>
    public const string No = "No";

    // Else any of the scene's passages.
    private const double OfAnAnswer = 0.7;

    // A search takes the question before along where the message leans on it, and sometimes where it does not.
    private const double CarriedAnyhow = 0.08;

    private static readonly CorpusWeights s_weights = CorpusWeights.Tuning with
    {
        SingleFact = 0.45,
        NotStated = 0.5,
        SmallTalk = 0.02,
        Repeat = 0,
        Complaint = 0.01,
        OutOfScope = 0.01,
        HandOver = 0.01,
        Keyed = 0,
        Source = 0,
        Json = 0,
        Style = 0,
        Wording = 0,
        Rule = 0.03,
        Glossary = 0.03,
        Actions = 0.03,
        Stale = 0,
        FollowUp = 0.25,
        Passages = [0, 0.5, 0.3, 0.2],
        FurtherTurns = [0, 0.1, 0.2, 0.25, 0.25, 0.2],
    };

    private readonly CorpusGenerator _generator = new(s_weights);

    /// <summary>The system message that shows a passage, in the shape that <c>prompts/relevance.yaml</c> renders.</summary>
    public static string SystemText(string title, string text) =>
        $"Say Yes if this answers the question, No if not.\n[1] {title}: {text}";

    /// <summary>The endless samples from an index.</summary>
    public IEnumerable<ChatSample> Generate(ulong seed, long firstIndex)
    {
        for (long index = firstIndex; ; index++)
        {
            yield return Sample(seed, index);
        }
    }

    /// <summary>One sample.</summary>
    public ChatSample Sample(ulong seed, long index) => Draw(seed, index).Sample;

    /// <summary>One sample, the dialogue that it is made of, and its passage (from 1).</summary>
    internal (ChatSample Sample, DrawnSample Drawn, int Passage) Draw(ulong seed, long index)
    {
        DrawnSample drawn = _generator.Draw(seed, index);
        Dice dice = Dice.For(~seed, index);
        int[] answering = [.. drawn.Turns.SelectMany(turn => turn.Passages)];
        int passage = answering.Length > 0 && dice.Chance(OfAnAnswer)
            ? dice.Pick(answering)
            : dice.Between(1, drawn.Scene.Passages.Count);
        Passage shown = drawn.Scene.Passages[passage - 1];
        List<SampleMessage> messages = [new(SampleMessage.System, SystemText(shown.Title, shown.Text))];
        string before = "";
        for (int i = 0; i < drawn.Turns.Count; i++)
        {
            DrawnTurn turn = drawn.Turns[i];
            string asked = drawn.Sample.Messages[1 + (2 * i)].Content;
            string question = i > 0 && (turn.Leans || dice.Chance(CarriedAnyhow)) ? $"{before}\n{asked}" : asked;
            messages.Add(new(SampleMessage.User, question));
            messages.Add(new(SampleMessage.Assistant, Answers(drawn.Scene, turn, passage) ? Yes : No));
            before = turn.Leans ? question : asked;
        }

        return (new(messages), drawn, passage);
    }

    // Of two documents that differ either answers; which one holds is for the answer to tell.
    private static bool Answers(Scene scene, DrawnTurn turn, int passage) =>
        turn.Passages.Contains(passage)
        || (scene.Versions is { } versions && turn.Passages.Contains(versions.Passage) && scene.Passages[passage - 1].Outdated);
}
