using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>A visitor's message, with the conversation that it may lean on.</summary>
/// <param name="Tenant">The business whose documents are searched.</param>
/// <param name="Question">The message.</param>
public sealed record SearchRequest(string Tenant, string Question)
{
    /// <summary>The visitor's messages before it, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>The assistant's last answer, which may have named what "it" is; null where there is none.</summary>
    public string? LastAnswer { get; init; }

    /// <summary>What the passages' documents must meet.</summary>
    public PassageFilter Filter { get; init; } = PassageFilter.None;
}
