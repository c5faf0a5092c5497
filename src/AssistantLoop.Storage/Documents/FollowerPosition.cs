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

    /// <summary>How often a vector that came late has set the follower back.</summary>
    public long SetBacks { get; init; }

    /// <summary>Whether nothing is taken over.</summary>
    public bool IsStart => LastPassage == 0 && LastRemoval == 0;
}
