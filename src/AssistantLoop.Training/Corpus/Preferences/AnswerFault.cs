namespace AssistantLoop.Training.Corpus.Preferences;

/// <summary>What is wrong with the rejected answer of a preference pair.</summary>
public enum AnswerFault
{
    /// <summary>A number, name or date is not the passage's.</summary>
    WrongValue,

    /// <summary>The citation is missing.</summary>
    NoCitation,

    /// <summary>The citation names another passage.</summary>
    WrongCitation,

    /// <summary>The style that the system message demands is missing.</summary>
    NoStyle,

    /// <summary>A fact that no passage states.</summary>
    Invented,

    /// <summary>It says that the documents do not say, though they do.</summary>
    FalseRefusal,

    /// <summary>It does what a passage orders.</summary>
    FollowedOrder,

    /// <summary>It gives in to a visitor who is wrong.</summary>
    GaveIn,

    /// <summary>It says what the old document says.</summary>
    OldVersion,

    /// <summary>JSON that cannot be read, or text around it.</summary>
    BrokenJson,
}
