using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Relevance;

/// <summary>
/// Generates samples that teach to judge whether a passage answers a question, with "Yes" or "No". Every other one shows a
/// passage of a generated dialogue and asks the dialogue's questions: follow-ups, claims, slips. The rest show a passage of
/// a business of many, and ask what finds it there (<see cref="BusinessQuestions"/>). Thread-safe; a sample depends on
/// (seed, index) alone.
/// </summary>
public sealed class RelevanceGenerator
{
    /// <summary>What is said of a passage that answers.</summary>
    public const string Yes = "Yes";

    /// <summary>What is said of one that does not.</summary>
    public const string No = "No";

    private const ulong BusinessSeed = 0xB051_4E55_0002;

    // Else any of the scene's passages.
    private const double OfAnAnswer = 0.7;

    // A search takes the question before along where the message leans on it, and sometimes where it does not.
    private const double CarriedAnyhow = 0.08;

    // A business has at least as many passages that a question finds; and a sample this many questions at most.
    private const int SamplesOfBusiness = 20;
    private const int MostQuestions = 6;

    private static readonly CorpusWeights s_weights = CorpusWeights.Tuning with
    {
        SingleFact = 0.45,
        NotStated = 0.5,
        SmallTalk = 0.02,
        Repeat = 0,
        Complaint = 0.01,
        OutOfScope = 0.01,
        HandOver = 0.01,
        Keyed = 0.06,
        Source = 0,
        Json = 0,
        Style = 0,
        Wording = 0,
        Rule = 0.03,
        Glossary = 0.03,
        Actions = 0.03,
        Stale = 0,
        FollowUp = 0.25,
        SameThing = 0.85,
        Passages = [0, 0.5, 0.3, 0.2],
        FurtherTurns = [0, 0.1, 0.2, 0.25, 0.25, 0.2],
    };

    private readonly CorpusGenerator _generator = new(s_weights);
    private readonly BusinessQuestions _businesses = new(CorpusTables.Embedded, s_weights);

    // The business drawn last: its samples follow one another.
    private Tuple<ulong, long, IReadOnlyList<PassageQuestions>>? _last;

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
    public ChatSample Sample(ulong seed, long index) =>
        index % 2 == 0 ? DrawOfDialogue(seed, index / 2).Sample : DrawOfBusiness(seed, index / 2).Sample;

    /// <summary>A sample of a dialogue, the dialogue, and the passage (from 1).</summary>
    internal (ChatSample Sample, DrawnSample Drawn, int Passage) DrawOfDialogue(ulong seed, long number)
    {
        DrawnSample drawn = _generator.Draw(seed, number);
        Dice dice = Dice.For(~seed, number);
        int[] answering = [.. drawn.Turns.SelectMany(turn => turn.Needed)];
        int passage = answering.Length > 0 && dice.Chance(OfAnAnswer)
            ? dice.Pick(answering)
            : dice.Between(1, drawn.Scene.Passages.Count);
        List<(string, DrawnTurn)> asked = [];
        string before = "";
        for (int i = 0; i < drawn.Turns.Count; i++)
        {
            DrawnTurn turn = drawn.Turns[i];
            string own = drawn.Sample.Messages[1 + (2 * i)].Content;
            string question = i > 0 && (turn.Leans || dice.Chance(CarriedAnyhow)) ? $"{before}\n{own}" : own;
            asked.Add((question, turn));
            before = turn.Leans ? question : own;
        }

        return (Judged(new(drawn.Scene, passage, asked)), drawn, passage);
    }

    /// <summary>A sample of a business of many passages, and what it was made of.</summary>
    internal (ChatSample Sample, PassageQuestions Drawn) DrawOfBusiness(ulong seed, long number)
    {
        long business = number / SamplesOfBusiness;
        if (_last is not { } last || last.Item1 != seed || last.Item2 != business)
        {
            _last = last = new(seed, business, _businesses.Draw(Dice.For(seed ^ BusinessSeed, business)));
        }

        PassageQuestions drawn = last.Item3[(int)(number % SamplesOfBusiness) % last.Item3.Count];
        drawn = drawn with { Asked = [.. drawn.Asked.Take(MostQuestions)] };
        return (Judged(drawn), drawn);
    }

    private static ChatSample Judged(PassageQuestions drawn)
    {
        Passage shown = drawn.Scene.Passages[drawn.Passage - 1];
        List<SampleMessage> messages = [new(SampleMessage.System, SystemText(shown.Title, shown.Text))];
        foreach ((string question, DrawnTurn turn) in drawn.Asked)
        {
            messages.Add(new(SampleMessage.User, question));
            messages.Add(new(SampleMessage.Assistant, Answers(drawn.Scene, turn, drawn.Passage) ? Yes : No));
        }

        return new(messages);
    }

    // Of two documents that differ either answers; which one holds is for the answer to tell.
    private static bool Answers(Scene scene, DrawnTurn turn, int passage) =>
        turn.Needed.Contains(passage)
        || (scene.Versions is { } versions && turn.Needed.Contains(versions.Passage) && scene.Passages[passage - 1].Outdated);
}
