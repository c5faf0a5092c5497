namespace AssistantLoop.Learning.Review;

/// <summary>Which answers of the queue to list; null asks for all.</summary>
public sealed record ReviewFilter
{
    /// <summary>Only those with this label.</summary>
    public string? Label { get; init; }

    /// <summary>Only those that are there for a reason that holds this text.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those of this version.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>Only this agent's.</summary>
    public string? Assignee { get; init; }
}
