using System.Text;
using AngleSharp.Dom;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Turns a page's elements into headings, paragraphs, list items and table rows.</summary>
internal sealed class HtmlWalk(BlockWriter writer)
{
    /// <summary>The level of a fold's summary ("details"), which stands under all real headings.</summary>
    private const int SummaryLevel = 7;

    private static readonly HashSet<string> s_passedOver =
    [
        "script", "style", "noscript", "template", "nav", "form", "svg", "math", "iframe", "object", "canvas", "audio", "video",
        "button", "select", "textarea", "dialog", "head", "datalist",
    ];

    private static readonly HashSet<string> s_blocks =
    [
        "address", "article", "aside", "blockquote", "details", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ];

    private static readonly HashSet<string> s_roles = ["navigation", "banner", "contentinfo", "search", "dialog", "alert"];

    /// <summary>Adds all blocks within an element.</summary>
    public void Walk(IElement element)
    {
        StringBuilder inline = new();
        foreach (INode node in element.ChildNodes)
        {
            if (node is IElement child && !IsPassedOver(child) && (s_blocks.Contains(child.LocalName) || HoldsBlocks(child)))
            {
                Flush(inline);
                WalkBlock(child);
            }
            else
            {
                AppendText(node, inline);
            }
        }

        Flush(inline);
    }

    private void WalkBlock(IElement element)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                writer.Heading(element.LocalName[1] - '0', TextOf(element), element.Id ?? "");
                break;
            case "summary":
                writer.Heading(SummaryLevel, TextOf(element), element.Id ?? element.ParentElement?.Id ?? "");
                break;
            case "ul" or "ol":
                WalkList(element);
                break;
            case "dl":
                WalkTerms(element);
                break;
            case "table" when HtmlTable.IsData(element):
                HtmlTable.Add(element, writer, TextOf);
                break;
            default:
                Walk(element);
                break;
        }
    }

    private void WalkList(IElement list)
    {
        foreach (IElement item in list.Children.Where(child => !IsPassedOver(child)))
        {
            // The item is one block; lists within it have items of their own, and headings within it stay headings.
            if (item.QuerySelector("h1, h2, h3, h4, h5, h6, table") is not null)
            {
                Walk(item);
                continue;
            }

            StringBuilder text = new();
            foreach (INode node in item.ChildNodes.Where(node => node is not IElement { LocalName: "ul" or "ol" }))
            {
                AppendText(node, text);
            }

            writer.Add(BlockKind.ListItem, text.ToString());
            foreach (IElement inner in item.Children.Where(child => child.LocalName is "ul" or "ol"))
            {
                WalkList(inner);
            }
        }
    }

    private void WalkTerms(IElement list)
    {
        List<string> terms = [];
        foreach (IElement child in list.QuerySelectorAll("dt, dd"))
        {
            if (child.LocalName == "dt")
            {
                terms.Add(BlockWriter.OnOneLine(TextOf(child)));
                continue;
            }

            string definition = TextOf(child);
            writer.Add(BlockKind.ListItem, terms.Count > 0 ? $"{string.Join(", ", terms).TrimEnd(':')}: {definition}" : definition);
            terms.Clear();
        }
    }

    private void Flush(StringBuilder inline)
    {
        writer.Add(BlockKind.Paragraph, inline.ToString());
        inline.Clear();
    }

    private static string TextOf(IElement element)
    {
        StringBuilder text = new();
        AppendText(element, text);
        return text.ToString();
    }

    private static void AppendText(INode node, StringBuilder text)
    {
        if (node is IText words)
        {
            text.Append(words.Data);
        }
        else if (node is IElement element && !IsPassedOver(element))
        {
            bool apart = element.LocalName == "br" || s_blocks.Contains(element.LocalName);
            text.Append(apart ? " " : "");
            foreach (INode child in element.ChildNodes)
            {
                AppendText(child, text);
            }

            text.Append(apart ? " " : "");
        }
    }

    private static bool HoldsBlocks(IElement element) =>
        element.Children.Any(child => s_blocks.Contains(child.LocalName) && !IsPassedOver(child));

    // A page's own head and foot are the site's, not the page's; those of a section within it are its text.
    private static bool IsPassedOver(IElement element) => s_passedOver.Contains(element.LocalName)
        || element.HasAttribute("hidden")
        || element.GetAttribute("aria-hidden") == "true"
        || s_roles.Contains(element.GetAttribute("role") ?? "")
        || (element.LocalName is "header" or "footer" or "aside" && element.ParentElement?.LocalName == "body")
        || IsHiddenByStyle(element.GetAttribute("style"));

    private static bool IsHiddenByStyle(string? style)
    {
        string rules = (style ?? "").Replace(" ", "", StringComparison.Ordinal);
        return rules.Contains("display:none", StringComparison.OrdinalIgnoreCase)
            || rules.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }
}
