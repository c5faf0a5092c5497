namespace AssistantLoop.Storage.Feedback;

/// <summary>An answer to be looked into, with all that is known about it.</summary>
public sealed record TriageCase
{
    public required Guid MessageId { get; init; }

    public required string Question { get; init; }

    /// <summary>The visitor's message before the question, or null at the start.</summary>
    public string? Before { get; init; }

    public required string Answer { get; init; }

    /// <summary>The newest right answer that an agent wrote; null where there is none.</summary>
    public string? Correction { get; init; }

    /// <summary>The passages that the prompt held, as JSON; null where nothing was kept.</summary>
    public string? Passages { get; init; }

    /// <summary>The labels put on it, joined by commas; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>The newest reason that a visitor gave for rating it down.</summary>
    public string? Reason { get; init; }

    /// <summary>By which it is known whether anything changed since it was looked into.</summary>
    public required string Stamp { get; init; }
}
