using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Reads a word processor's document: headings by their styles, lists, tables, and pages where the word processor noted
/// them. What was deleted under tracked changes, comments, heads and feet are left out.
/// </summary>
internal static class DocxReader
{
    /// <exception cref="DocumentRefusedException">It is no .docx file, or one that does harm.</exception>
    public static ParsedDocument Read(ReadOnlyMemory<byte> content)
    {
        using DocxPackage package = DocxPackage.Open(content);
        XElement body = package.Find("word/document.xml")?.Root?.Element(Docx.W + "body")
            ?? throw new DocumentRefusedException("is no .docx file: it has no word/document.xml with a body");
        XElement? properties = package.Find("docProps/core.xml")?.Root;
        string? Property(XName name) =>
            BlockWriter.OnOneLine(properties?.Element(name)?.Value ?? "") is { Length: > 0 } value ? value : null;
        string? title = Property(Docx.Dc + "title");
        BlockWriter writer = new(title);
        new DocxWalk(writer, new DocxStyles(package.Find("word/styles.xml"))).Walk(body);
        return new()
        {
            Title = title ?? writer.FirstHeading,
            Language = DocumentFields.Language(Property(Docx.Dc + "language")),
            Metadata = DocumentFields.Others(new Dictionary<string, string>
            {
                ["author"] = Property(Docx.Dc + "creator") ?? "",
                ["subject"] = Property(Docx.Dc + "subject") ?? "",
                ["description"] = Property(Docx.Dc + "description") ?? "",
                ["keywords"] = Property(Docx.Core + "keywords") ?? "",
                ["category"] = Property(Docx.Core + "category") ?? "",
            }),
            Blocks = writer.Blocks,
        };
    }
}
