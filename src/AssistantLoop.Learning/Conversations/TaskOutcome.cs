namespace AssistantLoop.Learning.Conversations;

/// <summary>What probably came of a task, the surest evidence first.</summary>
public enum TaskOutcome
{
    /// <summary>An agent wrote what the answer should have been.</summary>
    Corrected,

    /// <summary>Someone put a label on the answer.</summary>
    Flagged,

    RatedDown,

    RatedUp,

    /// <summary>The visitor asked the same again, or for another answer: the first probably failed.</summary>
    ReAsked,

    /// <summary>The visitor asked for a person next.</summary>
    HandedOver,

    /// <summary>The visitor complained next.</summary>
    Complained,

    /// <summary>The visitor thanked next.</summary>
    Thanked,

    /// <summary>The answer failed, was stopped or never came, and the visitor did not ask again.</summary>
    Abandoned,

    /// <summary>Nothing says.</summary>
    Unknown,
}
