namespace AssistantLoop.Storage.Feedback;

/// <summary>Why an answer was bad, as triage found it. Training mends the last three; documents mend the first two.</summary>
public enum FaultCause
{
    /// <summary>No document says what the right answer says.</summary>
    MissingDocument,

    /// <summary>A document says it, and the prompt did not hold that passage.</summary>
    RetrievalMiss,

    /// <summary>The answer is right and cites the wrong passage, or none.</summary>
    WrongCitation,

    /// <summary>The facts are right; the wording, tone or form is not.</summary>
    Style,

    /// <summary>The prompt held what was needed, and the model answered wrong all the same.</summary>
    Behaviour,
}
