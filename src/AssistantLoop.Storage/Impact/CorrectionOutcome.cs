namespace AssistantLoop.Storage.Impact;

/// <summary>What one correction did: how near the old and the new answer are to what the agent wrote.</summary>
public sealed record CorrectionOutcome
{
    /// <summary>From here on an answer says what the correction says.</summary>
    public const double Enough = 0.8;

    /// <summary>A smaller change is none.</summary>
    public const double Change = 0.05;

    public required Guid PairId { get; init; }

    /// <summary>The answer that was corrected.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>What it should have been.</summary>
    public required string Correction { get; init; }

    /// <summary>Who corrected.</summary>
    public required string Author { get; init; }

    /// <summary>The old answer's likeness to the correction, 0 to 1.</summary>
    public required double Before { get; init; }

    /// <summary>The new answer's likeness to the correction, 0 to 1.</summary>
    public required double After { get; init; }

    /// <summary>What the version that learnt from it answers.</summary>
    public required string Answer { get; init; }

    /// <summary>The outcome in a word.</summary>
    public CorrectionVerdict Verdict => (After - Before) switch
    {
        < -Change => CorrectionVerdict.Worse,
        <= Change => CorrectionVerdict.Same,
        _ => After >= Enough ? CorrectionVerdict.Fixed : CorrectionVerdict.Better,
    };
}

/// <summary>What a correction did to the answer.</summary>
public enum CorrectionVerdict
{
    /// <summary>The answer now says what the correction says.</summary>
    Fixed,

    /// <summary>It is nearer to the correction.</summary>
    Better,

    /// <summary>It is about as near or far as before.</summary>
    Same,

    /// <summary>It is further away.</summary>
    Worse,
}
