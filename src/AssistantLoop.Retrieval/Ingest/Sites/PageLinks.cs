using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>What a page says of other addresses.</summary>
internal static class PageLinks
{
    private const int MostLinks = 2000;

    /// <summary>The addresses that the page links to, without fragments; none where it asks not to be followed.</summary>
    public static IEnumerable<Uri> Of(IHtmlDocument page, Uri address)
    {
        string robots = page.QuerySelector("meta[name=robots]")?.GetAttribute("content") ?? "";
        if (robots.Contains("nofollow", StringComparison.OrdinalIgnoreCase))
        {
            yield break;
        }

        Uri from = page.QuerySelector("base[href]")?.GetAttribute("href") is { } written && Uri.TryCreate(address, written, out Uri? given)
            ? given
            : address;
        foreach (IElement link in page.QuerySelectorAll("a[href], area[href]").Take(MostLinks))
        {
            bool follow = !(link.GetAttribute("rel") ?? "").Contains("nofollow", StringComparison.OrdinalIgnoreCase);
            if (follow && Uri.TryCreate(from, link.GetAttribute("href"), out Uri? to) && AddressRules.Problem(to) is null)
            {
                yield return Plain(to);
            }
        }
    }

    /// <summary>The address under which the page wants to be known, or null.</summary>
    public static Uri? Canonical(IHtmlDocument page, Uri address) =>
        page.QuerySelector("link[rel=canonical]")?.GetAttribute("href") is { Length: > 0 } written
            && Uri.TryCreate(address, written, out Uri? canonical) && AddressRules.Problem(canonical) is null
            ? Plain(canonical)
            : null;

    /// <summary>Whether the page asks not to be indexed.</summary>
    public static bool IsKeptOut(IHtmlDocument page) =>
        (page.QuerySelector("meta[name=robots]")?.GetAttribute("content") ?? "").Contains("noindex", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address without its fragment.</summary>
    public static Uri Plain(Uri address) => new(address.GetLeftPart(UriPartial.Query));
}
