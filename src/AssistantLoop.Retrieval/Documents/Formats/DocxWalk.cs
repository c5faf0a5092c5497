using System.Text;
using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Turns the elements of a document's body into headings, paragraphs, list items and table rows.</summary>
internal sealed class DocxWalk(BlockWriter writer, DocxStyles styles)
{
    /// <summary>Adds all blocks below an element.</summary>
    public void Walk(XElement parent)
    {
        if (parent.Name == Docx.W + "body" && parent.Descendants(Docx.W + "lastRenderedPageBreak").Any())
        {
            writer.Page = 1;
        }

        foreach (XElement element in parent.Elements())
        {
            if (element.Name == Docx.W + "p")
            {
                AddParagraph(element);
            }
            else if (element.Name == Docx.W + "tbl")
            {
                AddTable(element);
            }
            else if (element.Name == Docx.W + "sdt" || element.Name == Docx.W + "sdtContent" || element.Name == Docx.W + "ins")
            {
                Walk(element);
            }
        }
    }

    private void AddParagraph(XElement paragraph)
    {
        // A break before the first word puts the paragraph on the new page; one within it moves what follows.
        int breaks = paragraph.Descendants(Docx.W + "lastRenderedPageBreak").Count();
        bool atStart = breaks > 0 && paragraph.Descendants()
            .First(part => part.Name == Docx.W + "lastRenderedPageBreak" || part.Name == Docx.W + "t").Name != Docx.W + "t";
        writer.Page += atStart ? 1 : 0;
        string text = TextOf(paragraph);
        if (styles.LevelOf(paragraph) is { } level)
        {
            writer.Heading(level, text);
        }
        else
        {
            writer.Add(styles.IsListItem(paragraph) ? BlockKind.ListItem : BlockKind.Paragraph, text);
        }

        writer.Page += breaks - (atStart ? 1 : 0);
    }

    // The first row names the columns, as it does in documents that people write.
    private void AddTable(XElement table)
    {
        string[] names = [];
        bool first = true;
        List<XElement> rows = [.. table.Elements(Docx.W + "tr")];
        foreach (XElement row in rows)
        {
            string[] cells = [.. row.Elements(Docx.W + "tc").Select(CellText)];
            if (first && rows.Count > 1 && cells.Length > 1)
            {
                names = cells;
            }
            else
            {
                writer.Add(BlockKind.TableRow, BlockWriter.Row(names, cells));
            }

            first = false;
        }

        writer.Page += table.Descendants(Docx.W + "lastRenderedPageBreak").Count();
    }

    private static string CellText(XElement cell) => BlockWriter.OnOneLine(string.Join(' ', cell.Descendants(Docx.W + "p").Select(TextOf)));

    private static string TextOf(XElement paragraph)
    {
        StringBuilder text = new();
        Append(paragraph, text);
        return text.ToString();
    }

    private static void Append(XElement parent, StringBuilder text)
    {
        foreach (XElement element in parent.Elements())
        {
            if (element.Name == Docx.W + "t")
            {
                text.Append(element.Value);
            }
            else if (element.Name == Docx.W + "tab" || element.Name == Docx.W + "br" || element.Name == Docx.W + "cr")
            {
                text.Append(' ');
            }
            else if (element.Name == Docx.W + "noBreakHyphen")
            {
                text.Append('-');
            }
            else if (element.Name != Docx.W + "pPr" && element.Name != Docx.W + "del" && element.Name != Docx.W + "moveFrom"
                && element.Name != Docx.Compatibility + "Fallback")
            {
                Append(element, text);
            }
        }
    }
}
