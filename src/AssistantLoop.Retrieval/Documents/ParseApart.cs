namespace AssistantLoop.Retrieval.Documents;

/// <summary>Parses a document where a hostile one can do no harm: outside this process.</summary>
/// <param name="format">What it is.</param>
/// <param name="content">The file's bytes.</param>
/// <param name="cancellationToken">Ends it.</param>
public delegate Task<ParsedDocument> ParseApart(
    FileFormat format, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
