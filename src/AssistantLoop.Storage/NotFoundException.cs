namespace AssistantLoop.Storage;

/// <summary>A row that the caller named does not exist in its tenant.</summary>
public sealed class NotFoundException(string kind, string id, string tenant)
    : Exception($"There is no {kind} {id} in tenant {tenant}.")
{
    /// <summary>What was looked for, such as "version".</summary>
    public string Kind { get; } = kind;

    /// <summary>The id that was given.</summary>
    public string Id { get; } = id;
}
