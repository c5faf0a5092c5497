namespace AssistantLoop.Retrieval.Index;

/// <summary>What one search looks for. There is no search without a tenant.</summary>
public sealed record PassageQuery
{
    /// <summary>Asks in one business's documents.</summary>
    /// <exception cref="ArgumentException">The tenant is empty.</exception>
    public PassageQuery(string tenant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        Tenant = tenant;
    }

    /// <summary>The business whose documents are searched.</summary>
    public string Tenant { get; }

    /// <summary>Words to look for, any of which may match; with none, nothing is found by words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The question's embedding, of length 1; empty where nothing is to be found by meaning.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>What the passages' documents must meet beside the tenant.</summary>
    public PassageFilter Filter { get; init; } = PassageFilter.None;

    /// <summary>How many passages each list holds at most; at least 1.</summary>
    public int Limit { get; init; } = 20;
}
