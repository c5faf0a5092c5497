namespace AssistantLoop.Storage.Feedback;

/// <summary>What an agent says about two answers given blind.</summary>
public enum BlindChoice
{
    /// <summary>The one shown as A is better.</summary>
    A,

    /// <summary>The one shown as B is better.</summary>
    B,

    /// <summary>Both are as good; trains nothing.</summary>
    Tie,

    /// <summary>Neither will do; trains nothing.</summary>
    Bad,
}
