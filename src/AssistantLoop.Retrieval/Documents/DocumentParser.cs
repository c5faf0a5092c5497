using AssistantLoop.Retrieval.Documents.Formats;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>Reads a document of any format, in this process.</summary>
public static class DocumentParser
{
    /// <summary>The document's text and fields.</summary>
    /// <param name="format">What it is.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="DocumentRefusedException">It cannot be read; the message says why.</exception>
    public static ParsedDocument Parse(FileFormat format, ReadOnlyMemory<byte> content)
    {
        if (content.Length > FileFormats.MostBytes(format))
        {
            throw new DocumentRefusedException($"is larger than {FileFormats.MostBytes(format)} bytes");
        }

        return format switch
        {
            FileFormat.Markdown => MarkdownReader.Read(Utf8Text.Of(content)),
            FileFormat.Text => PlainTextReader.Read(Utf8Text.Of(content)),
            FileFormat.Html => HtmlReader.Read(content),
            FileFormat.Csv => CsvTableReader.Read(Utf8Text.Of(content)),
            FileFormat.JsonLines => JsonLinesReader.Read(Utf8Text.Of(content)),
            FileFormat.Pdf => PdfReader.Read(content),
            FileFormat.Docx => DocxReader.Read(content),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }
}
