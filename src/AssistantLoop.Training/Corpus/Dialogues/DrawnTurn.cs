namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>What a turn of a generated dialogue is for.</summary>
internal enum TurnKind
{
    SingleFact,
    FollowUp,
    MultiFact,
    NotStated,
    SmallTalk,
    Repeat,
    PromptLine,
}

/// <summary>A question and its answer.</summary>
/// <param name="Kind">What the turn is for.</param>
/// <param name="Question">The user's words.</param>
/// <param name="Answer">The assistant's words, before the style dresses them.</param>
internal sealed record DrawnTurn(TurnKind Kind, string Question, string Answer)
{
    /// <summary>The facts an answer must hold, each with its passage's number; 0 for a prompt line.</summary>
    public IReadOnlyList<(string Value, int Number)> Values { get; init; } = [];

    /// <summary>The last fact the answer stated, which a pronoun may refer to.</summary>
    public Facts.Fact? About { get; init; }

    /// <summary>What a question that no passage answers asks for; it stands nowhere in the prompt.</summary>
    public string? Missing { get; init; }
}
