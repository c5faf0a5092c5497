namespace AssistantLoop.Storage.Feedback;

/// <summary>Two answers to one prompt. Agents see the texts alone until they have chosen.</summary>
public sealed record Comparison
{
    public required Guid Id { get; init; }

    /// <summary>The answer that the comparison began with.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The visitor's question.</summary>
    public required string Question { get; init; }

    public required string AText { get; init; }

    public Guid? AVersionId { get; init; }

    public required string BText { get; init; }

    public Guid? BVersionId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
