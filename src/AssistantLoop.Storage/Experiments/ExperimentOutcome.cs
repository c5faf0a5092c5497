namespace AssistantLoop.Storage.Experiments;

/// <summary>How an experiment ended.</summary>
public enum ExperimentOutcome
{
    /// <summary>The treatment proved better.</summary>
    Better,

    /// <summary>The treatment proved worse, and its visitors went back to the control.</summary>
    Worse,

    /// <summary>They differ by too little to go on.</summary>
    Even,

    /// <summary>A person ended it.</summary>
    Stopped,

    /// <summary>Another decision ended it: a promotion, a rollback, a version that was retired.</summary>
    Superseded,
}
