using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Parses web pages as browsers do, within bounds.</summary>
internal static class HtmlPage
{
    /// <exception cref="DocumentRefusedException">The page is nested too deeply.</exception>
    public static IHtmlDocument Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            // Whatever the encoding, tags are ASCII: good enough to count them.
            HtmlDepth.Check(Encoding.Latin1.GetString(content.Span));
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DocumentRefusedException("takes too long to read: its tags are malformed", error);
        }

        using MemoryStream stream = new(content.ToArray(), writable: false);
        return new HtmlParser().ParseDocument(stream);
    }

    /// <summary>The element that holds what the page is about: its main part, its only article, or its body.</summary>
    public static IElement? MainOf(IHtmlDocument page)
    {
        if (page.QuerySelector("main, [role=main]") is { } main)
        {
            return main;
        }

        IHtmlCollection<IElement> articles = page.QuerySelectorAll("article");
        return articles.Length == 1 ? articles[0] : page.Body;
    }
}
