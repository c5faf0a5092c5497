using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>A document as a source brings it in.</summary>
/// <param name="Path">Its path within the tenant, with forward slashes.</param>
/// <param name="Format">What it is.</param>
/// <param name="Content">The file's bytes.</param>
public sealed record IncomingDocument(string Path, FileFormat Format, ReadOnlyMemory<byte> Content)
{
    /// <summary>The address it was fetched from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Whether it is unchanged when its text is: pages that are made anew for each visit differ in their bytes.
    /// </summary>
    public bool KnownByText { get; init; }
}
