using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>How a question is answered.</summary>
internal enum AnswerForm
{
    /// <summary>The passage's sentence.</summary>
    Sentence,

    /// <summary>"Yes, " and the sentence.</summary>
    Yes,

    /// <summary>"No, " and the sentence.</summary>
    No,
}

/// <summary>One way to ask for a fact. <c>Follow</c>: it refers to the previous answer by a pronoun.</summary>
internal sealed record Question(Template Text, AnswerForm Form, bool Follow, Template Fact, Template? Reply);

/// <summary>A sort of fact: how a document states it and how visitors ask for it.</summary>
internal sealed class FactKind(string name)
{
    private const int FewestToReserve = 3;

    private Question[] _training = [];
    private Question[] _heldOut = [];

    public string Name { get; } = name;

    /// <summary>The part of the name before the dot: kinds of a topic share a passage.</summary>
    public string Topic { get; } = name.Split('.')[0];

    /// <summary>Put together from the words of any business: there are more such facts than a model can remember.</summary>
    public bool Open { get; init; }

    public List<Template> Titles { get; } = [];

    public List<Template> Sentences { get; } = [];

    public List<Question> Questions { get; } = [];

    public Dictionary<string, SlotRule> Lets { get; } = new(StringComparer.Ordinal);

    /// <summary>The slot that tells two facts of this kind apart; null where a business has one such fact.</summary>
    public string? Key { get; set; }

    /// <summary>Kinds whose questions this one's passage may answer too; they are not asked as unstated.</summary>
    public List<string> Overlaps { get; } = [];

    /// <summary>The kind that says the contrary: one thing cannot have both. Null: none.</summary>
    public string? Denies { get; set; }

    /// <summary>Follow-ups by pronoun.</summary>
    public IReadOnlyList<Question> FollowUps { get; private set; } = [];

    /// <summary>The ways to ask that training samples use, or those that held-out samples use.</summary>
    public IReadOnlyList<Question> Asked(bool heldOut) => heldOut ? _heldOut : _training;

    /// <summary>
    /// Keeps one way to ask for held-out samples: of the form of answer with most questions, where those are three or
    /// more, the one with the lowest hash. Called once all questions are there.
    /// </summary>
    public void Reserve()
    {
        FollowUps = [.. Questions.Where(question => question.Follow)];
        Question[] plain = [.. Questions.Where(question => !question.Follow)];
        Question[] candidates = [.. plain.GroupBy(question => question.Form).MaxBy(form => form.Count())!];
        Question? reserved = candidates.Length >= FewestToReserve
            ? candidates.MinBy(question => Words.StableHash(question.Text.Source))
            : null;
        _training = [.. plain.Where(question => question != reserved)];
        _heldOut = reserved is null ? plain : [reserved];
    }
}
