namespace AssistantLoop.Evaluation.Gates;

/// <summary>What a gate says to a candidate.</summary>
public enum Outcome
{
    /// <summary>It may serve.</summary>
    Promote,

    /// <summary>It may not.</summary>
    Reject,

    /// <summary>The measured change would do, but could be chance; more cases would tell.</summary>
    NotEnoughEvidence,
}
