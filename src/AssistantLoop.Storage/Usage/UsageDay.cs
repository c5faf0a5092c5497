namespace AssistantLoop.Storage.Usage;

/// <summary>What one version's answers of one day took.</summary>
public sealed record UsageDay
{
    /// <summary>The day (UTC), as 2026-03-01.</summary>
    public required string Day { get; init; }

    /// <summary>The version's number; null where it is not known.</summary>
    public int? Version { get; init; }

    public required long Answers { get; init; }

    public required long PromptTokens { get; init; }

    public required long AnswerTokens { get; init; }

    /// <summary>Milliseconds from the question to the first text, of the answers that are still there.</summary>
    public int? FirstTextMedian { get; init; }

    public int? FirstTextP95 { get; init; }

    /// <summary>Milliseconds from the question to the answer's end, of the answers that are still there.</summary>
    public int? LatencyMedian { get; init; }

    public int? LatencyP95 { get; init; }
}

/// <summary>What a tenant used this day and this month (UTC).</summary>
public sealed record UsedSoFar
{
    public required long AnswersToday { get; init; }

    public required long TokensToday { get; init; }

    public required long AnswersThisMonth { get; init; }

    public required long TokensThisMonth { get; init; }
}
