using System.Text;
using AngleSharp.Html.Dom;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Documents.Formats;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>
/// Brings a site's collection to the state of the site: pages of one host, found from where it starts and from its site
/// maps. Its robots.txt is kept to. A page that cannot be had is reported, and the rest goes on.
/// </summary>
public sealed class SiteIngest(DocumentIntake intake, SiteFetcher fetcher, SiteLimits limits, TimeProvider time)
{
    /// <summary>Ingests a site.</summary>
    /// <exception cref="ArgumentException">The request makes no sense; the message says why.</exception>
    public async Task<IngestResult> RunAsync(
        string tenant, SiteRequest request, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        if (request.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(request));
        }

        SiteCrawl crawl = new(request.Host, fetcher, limits, time);
        IntakeRun run = intake.Begin(tenant, request.Collection);
        await crawl.StartAsync(request, run.Refuse, cancellationToken);
        while (await crawl.NextAsync(run.Refuse, cancellationToken) is { } page)
        {
            await AddAsync(run, crawl, page, cancellationToken);
            progress.Report(new(page.Address.AbsoluteUri, crawl.Visited, crawl.Known));
        }

        // What a limit or an unreachable site kept from coming is not gone.
        return await run.FinishAsync(removeVanished: crawl.IsWhole, cancellationToken);
    }

    private static async Task AddAsync(IntakeRun run, SiteCrawl crawl, FetchedPage page, CancellationToken cancellationToken)
    {
        string path = PathOf(crawl.Host, page.Address);
        if (FileFormats.ByMediaType(page.MediaType) is not { } format)
        {
            return;
        }

        if (format != FileFormat.Html)
        {
            await run.AddAsync(new(path, format, page.Content) { Source = page.Address.AbsoluteUri }, cancellationToken);
            return;
        }

        byte[] content = AsUtf8(page);
        IHtmlDocument html;
        try
        {
            html = HtmlPage.Parse(content);
        }
        catch (DocumentRefusedException error)
        {
            run.Refuse(path, error.Message);
            return;
        }

        crawl.AddLinks(PageLinks.Of(html, page.Address));
        Uri known = PageLinks.Canonical(html, page.Address) is { } canonical && canonical.Authority == crawl.Host ? canonical : page.Address;
        if (!PageLinks.IsKeptOut(html))
        {
            await run.AddAsync(
                new(PathOf(crawl.Host, known), format, content) { Source = known.AbsoluteUri, KnownByText = true }, cancellationToken);
        }
    }

    private static string PathOf(string host, Uri address) => $"{SiteRequest.CollectionPrefix}{host}{address.PathAndQuery}";

    // The header's encoding goes before the page's own; a byte order mark goes before both.
    private static byte[] AsUtf8(FetchedPage page)
    {
        string? name = page.MediaType?.Split("charset=", 2, StringSplitOptions.TrimEntries) is [_, var charset]
            ? charset.Split(';')[0].Trim('"', '\'', ' ')
            : null;
        Encoding? encoding = name?.ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => Encoding.UTF8,
            "iso-8859-1" or "latin1" => Encoding.Latin1,
            "us-ascii" => Encoding.ASCII,
            "utf-16" or "utf-16le" => Encoding.Unicode,
            _ => null,
        };
        return encoding is null || page.Content is [0xef, 0xbb, 0xbf, ..]
            ? page.Content
            : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(encoding.GetString(page.Content))];
    }
}
