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
    public string Name { get; } = name;

    /// <summary>The part of the name before the dot: kinds of a topic share a passage.</summary>
    public string Topic { get; } = name.Split('.')[0];

    public List<Template> Titles { get; } = [];

    public List<Template> Sentences { get; } = [];

    public List<Question> Questions { get; } = [];

    public Dictionary<string, string> Lets { get; } = new(StringComparer.Ordinal);

    /// <summary>The slot that tells two facts of this kind apart; null where a business has one such fact.</summary>
    public string? Key { get; set; }

    /// <summary>Kinds whose questions this one's passage may answer too; they are not asked as unstated.</summary>
    public List<string> Overlaps { get; } = [];
}
