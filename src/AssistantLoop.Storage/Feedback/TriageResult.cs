namespace AssistantLoop.Storage.Feedback;

/// <summary>What triage found about an answer.</summary>
public sealed record TriageResult
{
    public required Guid MessageId { get; init; }

    /// <summary>What an agent said it is, or else what triage found; null where the evidence does not tell.</summary>
    public FaultCause? Cause { get; init; }

    /// <summary>What triage itself found.</summary>
    public FaultCause? Found { get; init; }

    /// <summary>The agent who overruled it, or null.</summary>
    public string? OverruledBy { get; init; }

    /// <summary>The evidence, as JSON.</summary>
    public required string Evidence { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    public required string Question { get; init; }

    public required string Answer { get; init; }

    /// <summary>The right answer, where an agent wrote one.</summary>
    public string? Correction { get; init; }
}

/// <summary>A finding to be stored.</summary>
/// <param name="MessageId">The answer.</param>
/// <param name="Cause">Null for undecided.</param>
/// <param name="Evidence">As JSON.</param>
/// <param name="Stamp">The case's stamp.</param>
public sealed record NewTriageResult(Guid MessageId, FaultCause? Cause, string Evidence, string Stamp);
