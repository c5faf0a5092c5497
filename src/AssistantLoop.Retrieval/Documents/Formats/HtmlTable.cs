using AngleSharp.Dom;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Tables of data in web pages, as against tables that lay a page out.</summary>
internal static class HtmlTable
{
    /// <summary>Whether the table holds data: it names columns or rows, or its cells hold plain text only.</summary>
    public static bool IsData(IElement table) => table.QuerySelector("table, h1, h2, h3, h4, ul, ol, p + p") is null
        && table.QuerySelector("th") is not null | table.QuerySelectorAll("tr").Length > 1;

    /// <summary>Adds a row as "column: value"; the first row names the columns where all its cells are headings.</summary>
    public static void Add(IElement table, BlockWriter writer, Func<IElement, string> textOf)
    {
        if (table.QuerySelector("caption") is { } caption)
        {
            writer.Add(BlockKind.Paragraph, textOf(caption).Trim().TrimEnd(':') + ":");
        }

        string[] names = [];
        foreach (IElement row in table.QuerySelectorAll("tr"))
        {
            IElement[] cells = [.. row.Children.Where(cell => cell.LocalName is "td" or "th")];
            if (cells.Length > 0 && cells.All(cell => cell.LocalName == "th"))
            {
                names = [.. cells.Select(cell => BlockWriter.OnOneLine(textOf(cell)))];
                continue;
            }

            string[] values = [.. cells.Select(cell => BlockWriter.OnOneLine(textOf(cell)))];
            bool namesItself = names.Length == 0 && cells.Length == 2 && cells[0].LocalName == "th";
            writer.Add(BlockKind.TableRow, namesItself
                ? BlockWriter.Row([values[0]], [values[1]])
                : BlockWriter.Row(names, values));
        }
    }
}
