using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>One section of a Markdown document: the headings above it and its blocks as plain text.</summary>
internal sealed record MarkdownSection(IReadOnlyList<string> Headings, IReadOnlyList<string> Blocks);

/// <summary>Splits Markdown at its headings and drops the mark-up; the words stay as written.</summary>
internal static class MarkdownSections
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static IEnumerable<MarkdownSection> Read(string markdown)
    {
        List<(int Level, string Text)> headings = [];
        List<string> blocks = [];
        foreach (Block block in Markdown.Parse(markdown, s_pipeline))
        {
            if (block is not HeadingBlock heading)
            {
                AddText(block, blocks);
                continue;
            }

            if (blocks.Count > 0)
            {
                yield return new([.. headings.Select(above => above.Text)], blocks);
                blocks = [];
            }

            headings.RemoveAll(above => above.Level >= heading.Level);
            headings.Add((heading.Level, PlainText(heading.Inline)));
        }

        if (blocks.Count > 0)
        {
            yield return new([.. headings.Select(above => above.Text)], blocks);
        }
    }

    private static void AddText(Block block, List<string> blocks)
    {
        switch (block)
        {
            case LeafBlock { Inline: { } inline }:
                Add(PlainText(inline), blocks);
                break;
            case CodeBlock code:
                Add(string.Join(' ', code.Lines.ToString().Split('\n')), blocks);
                break;
            case Markdig.Extensions.Tables.TableRow row:
                Add(string.Join(", ", row.Descendants<ParagraphBlock>().Select(cell => PlainText(cell.Inline))), blocks);
                break;
            case ContainerBlock container:
                foreach (Block child in container)
                {
                    AddText(child, blocks);
                }

                break;
        }
    }

    private static void Add(string text, List<string> blocks)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            blocks.Add(text);
        }
    }

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
