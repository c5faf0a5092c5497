namespace AssistantLoop.Storage.Documents;

/// <summary>How far an index has taken over a tenant's changes.</summary>
public sealed record FollowerPosition
{
    /// <summary>Nothing taken over.</summary>
    public static FollowerPosition Start { get; } = new();

    /// <summary>The id of the last passage added.</summary>
    public long LastPassage { get; init; }

    /// <summary>The sequence of the last removal.</summary>
    public long LastRemoval { get; init; }
}
