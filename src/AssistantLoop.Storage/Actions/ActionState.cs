namespace AssistantLoop.Storage.Actions;

/// <summary>What became of a proposed action.</summary>
public enum ActionState
{
    /// <summary>The visitor has not said yet whether it is to be done.</summary>
    Proposed,

    /// <summary>The visitor confirmed; the webhook was called and has not answered.</summary>
    Running,

    /// <summary>The webhook did it.</summary>
    Done,

    /// <summary>The webhook refused or failed, or what became of it is not known.</summary>
    Failed,

    /// <summary>The visitor did not want it.</summary>
    Declined,

    /// <summary>The visitor said nothing in time.</summary>
    Expired,
}
