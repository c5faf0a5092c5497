using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>Makes of a file's bytes what is stored: parsed, its language told, cut into passages.</summary>
/// <param name="splitter">Cuts the passages.</param>
/// <param name="parseApart">Parses the formats that need a process of their own.</param>
public sealed class DocumentReader(PassageSplitter splitter, ParseApart parseApart)
{
    /// <summary>
    /// Told with a document's content hash: a document that was read by other rules is read again.
    /// </summary>
    public string Rules { get; } = FormattableString.Invariant($"documents-1 budget={splitter.Budget}");

    /// <summary>Parses a file.</summary>
    /// <exception cref="DocumentRefusedException">It cannot be read.</exception>
    public async Task<ParsedDocument> ParseAsync(FileFormat format, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        FileFormats.NeedsSandbox(format)
            ? await parseApart(format, content, cancellationToken)
            : DocumentParser.Parse(format, content);

    /// <summary>The document to store.</summary>
    /// <param name="parsed">What was parsed.</param>
    /// <param name="identity">Its path, hash, collection and media type; the rest is taken from what was parsed.</param>
    public NewDocument Prepare(ParsedDocument parsed, Document identity)
    {
        string name = Path.GetFileNameWithoutExtension(identity.Path.TrimEnd('/'));
        return new(
            identity with
            {
                Title = parsed.Title ?? name,
                Source = identity.Source ?? parsed.Source,
                Language = parsed.Language ?? LanguageDetector.Detect(parsed.Blocks.Select(block => block.Text)),
                Metadata = parsed.Metadata,
            },
            splitter.Split(parsed, parsed.Title ?? name));
    }
}
