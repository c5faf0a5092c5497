using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Reads Markdown and drops the mark-up; the words stay as written.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static ParsedDocument Read(string markdown)
    {
        (IReadOnlyDictionary<string, string> fields, string text) = FrontMatter.Read(markdown);
        string? title = fields.GetValueOrDefault("title");
        BlockWriter writer = new(title);
        foreach (Block block in Parse(text))
        {
            Add(block, writer);
        }

        return new()
        {
            Title = title ?? writer.FirstHeading,
            Language = DocumentFields.Language(fields.GetValueOrDefault("language") ?? fields.GetValueOrDefault("lang")),
            Source = DocumentFields.Address(fields.GetValueOrDefault("url")),
            Metadata = DocumentFields.Others(fields),
            Blocks = writer.Blocks,
        };
    }

    private static MarkdownDocument Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, s_pipeline);
        }
        catch (ArgumentException error)
        {
            throw new DocumentRefusedException("its lists, quotes or marks are nested too deeply", error);
        }
    }

    private static void Add(Block block, BlockWriter writer)
    {
        switch (block)
        {
            case HeadingBlock heading:
                writer.Heading(heading.Level, PlainText(heading.Inline));
                break;
            case LeafBlock { Inline: { } inline }:
                writer.Add(BlockKind.Paragraph, PlainText(inline));
                break;
            case CodeBlock code:
                writer.Add(BlockKind.Paragraph, code.Lines.ToString());
                break;
            case ListItemBlock item:
                AddItem(item, writer);
                break;
            case Table table:
                AddTable(table, writer);
                break;
            case ContainerBlock container:
                foreach (Block child in container)
                {
                    Add(child, writer);
                }

                break;
        }
    }

    // An item's own paragraphs are one block; a list within it has items of its own.
    private static void AddItem(ListItemBlock item, BlockWriter writer)
    {
        writer.Add(BlockKind.ListItem, string.Join(' ', item.OfType<ParagraphBlock>().Select(own => PlainText(own.Inline))));
        foreach (Block other in item.Where(block => block is not ParagraphBlock))
        {
            Add(other, writer);
        }
    }

    private static void AddTable(Table table, BlockWriter writer)
    {
        string[] names = [.. table.OfType<TableRow>().Where(row => row.IsHeader).Take(1).SelectMany(Cells)];
        foreach (TableRow row in table.OfType<TableRow>().Where(row => !row.IsHeader))
        {
            writer.Add(BlockKind.TableRow, BlockWriter.Row(names, [.. Cells(row)]));
        }
    }

    private static IEnumerable<string> Cells(TableRow row) => row.OfType<TableCell>().Select(cell =>
        string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => PlainText(paragraph.Inline))));

    private static string PlainText(ContainerInline? inlines)
    {
        StringBuilder text = new();
        foreach (Inline inline in inlines?.Descendants() ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
            }
        }

        return text.ToString();
    }
}
