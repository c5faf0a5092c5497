using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Reads a web page's own text: what stands in its main part, without navigation, forms, scripts and what is hidden.
/// </summary>
internal static class HtmlReader
{
    private static readonly string[] s_fields = ["description", "keywords", "author"];

    public static ParsedDocument Read(ReadOnlyMemory<byte> content)
    {
        IHtmlDocument page = HtmlPage.Parse(content);
        string? title = page.Title is { Length: > 0 } given ? BlockWriter.OnOneLine(given) : null;
        BlockWriter writer = new(title);
        IElement? main = HtmlPage.MainOf(page);
        if (main is not null)
        {
            new HtmlWalk(writer).Walk(main);
        }

        return new()
        {
            Title = title ?? writer.FirstHeading,
            Language = DocumentFields.Language(page.DocumentElement.GetAttribute("lang") ?? Meta(page, "language")),
            Source = DocumentFields.Address(page.QuerySelector("link[rel=canonical]")?.GetAttribute("href")),
            Metadata = DocumentFields.Others(s_fields
                .Select(name => (Name: name, Value: BlockWriter.OnOneLine(Meta(page, name) ?? "")))
                .ToDictionary(field => field.Name, field => field.Value)),
            Blocks = writer.Blocks,
        };
    }

    private static string? Meta(IHtmlDocument page, string name) =>
        page.QuerySelector($"meta[name={name}]")?.GetAttribute("content");
}
