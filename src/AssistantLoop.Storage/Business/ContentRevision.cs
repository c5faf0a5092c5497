namespace AssistantLoop.Storage.Business;

/// <summary>One saved text of a business's content.</summary>
public sealed record ContentRevision
{
    /// <summary>glossary, rules, actions, limits, fallbacks or styles/NAME.</summary>
    public required string Kind { get; init; }

    /// <summary>1, 2, 3… within the kind.</summary>
    public required int Revision { get; init; }

    public required string Yaml { get; init; }

    /// <summary>Of a style: its hash in the artefact store; else SHA-256 of the text.</summary>
    public required string Hash { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }
}
