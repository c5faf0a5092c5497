namespace AssistantLoop.Storage.Conversations;

/// <summary>What a streaming answer has to say since it was last written.</summary>
/// <param name="MessageId">The answer.</param>
/// <param name="Pieces">Its next pieces, none of them empty; they are numbered on from its last.</param>
public sealed record AnswerWrite(Guid MessageId, params IReadOnlyList<string> Pieces)
{
    /// <summary>
    /// The number of the piece before these, which must be the last that is stored: a write that is tried again is then
    /// not written twice. Null writes after whatever is there.
    /// </summary>
    public int? After { get; init; }

    /// <summary>What the answer is made from; null where that is written already.</summary>
    public AnswerProvenance? Provenance { get; init; }

    /// <summary>How the answer ends; null where it goes on.</summary>
    public AnswerEnd? End { get; init; }
}

/// <summary>What an answer is made from.</summary>
/// <param name="VersionId">The version that answers.</param>
/// <param name="Prompt">The assembled prompt.</param>
/// <param name="Passages">The passages that the prompt holds, as JSON.</param>
public sealed record AnswerProvenance(Guid VersionId, string Prompt, string Passages);

/// <summary>How an answer ends.</summary>
/// <param name="State">Any but streaming.</param>
/// <param name="FinishReason">Why, such as "stop" or "length".</param>
/// <param name="Entropy">How sure the model was; null where its engine does not say.</param>
/// <param name="Usage">What it took; null where its engine does not say.</param>
public sealed record AnswerEnd(
    MessageState State, string FinishReason, AnswerEntropy? Entropy = null, AnswerUsage? Usage = null);

/// <summary>The tokens that an answer took.</summary>
/// <param name="PromptTokens">Those of the prompt.</param>
/// <param name="AnswerTokens">Those of the answer.</param>
public sealed record AnswerUsage(int PromptTokens, int AnswerTokens);

/// <summary>How unsure a model was of an answer's tokens: entropy in nats, 0 for no doubt.</summary>
/// <param name="Mean">The mean over the tokens.</param>
/// <param name="Max">That of the least sure token.</param>
public sealed record AnswerEntropy(double Mean, double Max);
