using System.IO.Compression;
using System.Text;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage.Documents;
using Microsoft.AspNetCore.Http;

namespace AssistantLoop.Retrieval.Tests.Ingest.Sites;

public sealed class SiteIngestTests : IngestTest
{
    private static readonly SiteLimits s_quick = new() { Pause = TimeSpan.FromMilliseconds(1), Request = TimeSpan.FromSeconds(5) };

    private readonly TestSite _site = new();

    public override async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Pages_that_link_to_one_another_are_found_with_their_address()
    {
        _site.Page("/", "<title>Shop</title><h1>Shop</h1><p>We sell watering cans.</p><a href='returns#top'>Returns</a><a href='/manual.pdf'>Manual</a><a href='/logo.png'>Logo</a>");
        _site.Page("/returns", "<html lang=en><h1>Returns</h1><h2 id=time>Time</h2><p>A refund takes 5 working days.</p><a href='/'>Home</a></html>");
        _site.Page("/manual.pdf", TestPdf.Write("Manual", "Rinse the rose of the can each month."), "application/pdf");
        _site.Page("/logo.png", [1, 2, 3], "image/png");

        IngestResult result = await CrawlAsync("/");

        Assert.Empty(result.Problems);
        Assert.Equal((3, 0, 0, 0), Counts(result));
        Document returns = (await Store.FindAsync(Tenant, $"site:{_site.Host}/returns", Token))!;
        Assert.Equal(($"site:{_site.Host}", $"{_site.Root}returns", "en"), (returns.Collection, returns.Source, returns.Language));
        Assert.Equal(("Returns > Time", "time"), (await SearchAsync("How long does a refund take?"))
            .Select(found => (found.Passage.Title, found.Passage.Anchor)).First());
        Assert.Equal(1, (await SearchAsync("rinse the rose"))[0].Passage.Page);
    }

    [Fact]
    public async Task A_second_crawl_stores_what_changed_and_removes_what_is_gone()
    {
        int visits = 0;
        _site.Answer("/", response =>
        {
            response.ContentType = "text/html";
            return response.WriteAsync($"<script nonce='{++visits}'></script><p>Welcome to the shop.</p><a href=/a>a</a><a href=/b>b</a>");
        });
        _site.Page("/a", "<p>The price is 5 euros.</p>");
        _site.Page("/b", "<p>This will go.</p>");
        Assert.Equal((3, 0, 0, 0), Counts(await CrawlAsync("/")));
        _site.Page("/a", "<p>The price is 6 euros.</p>");
        _site.Remove("/b");

        Assert.Equal((0, 1, 1, 1), Counts(await CrawlAsync("/")));
    }

    [Fact]
    public async Task Nothing_counts_as_gone_while_a_page_is_out_of_reach()
    {
        _site.Page("/", "<p>Welcome.</p><a href=/list>list</a>");
        _site.Page("/list", "<p>All cans.</p><a href=/heron>Heron</a>");
        _site.Page("/heron", "<p>The Heron.</p>");
        await CrawlAsync("/");
        _site.Status("/list", 503);

        IngestResult result = await CrawlAsync("/");

        Assert.Equal($"{_site.Root}list: answered with status 503", Assert.Single(result.Problems));
        Assert.Equal((0, 0, 0, 1), Counts(result));
        Assert.Equal(3, (await PathsAsync()).Count);
    }

    [Fact]
    public async Task Site_maps_their_indexes_and_packed_ones_are_read()
    {
        _site.Page("/robots.txt", $"Sitemap: {_site.Root}index.xml", "text/plain");
        _site.Page("/index.xml", $"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{_site.Root}map.xml.gz</loc></sitemap><sitemap><loc>{_site.Root}index.xml</loc></sitemap></sitemapindex>", "application/xml");
        _site.Page("/map.xml.gz", Packed($"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{_site.Root}a</loc></url><url><loc>http://elsewhere.example/b</loc></url></urlset>"), "application/gzip");
        _site.Page("/own.xml", $"<urlset><url><loc> {_site.Root}c </loc></url></urlset>", "application/xml");
        _site.Page("/a", "<p>From the index.</p>");
        _site.Page("/c", "<p>From the named map.</p>");

        IngestResult result = await CrawlAsync(new SiteRequest([], [new(_site.Root, "own.xml")]));

        Assert.Empty(result.Problems);
        Assert.Equal([$"site:{_site.Host}/a", $"site:{_site.Host}/c"], await PathsAsync());
    }

    [Fact]
    public async Task A_site_map_that_is_a_bomb_or_a_loop_of_entities_is_refused()
    {
        _site.Page("/bomb.xml.gz", Packed(new string(' ', 60 << 20)), "application/gzip");
        _site.Page("/entities.xml", "<!DOCTYPE u [<!ENTITY a 'aaaa'>]><urlset><url><loc>&a;</loc></url></urlset>", "application/xml");

        IngestResult result = await CrawlAsync(new SiteRequest([], [new(_site.Root, "bomb.xml.gz"), new(_site.Root, "entities.xml")]));

        Assert.Contains(result.Problems, problem => problem.Contains("is larger than 52428800 bytes", StringComparison.Ordinal));
        Assert.Contains(result.Problems, problem => problem.Contains("declares a document type", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_robots_txt_keeps_out_is_not_asked_for()
    {
        _site.Page("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain");
        _site.Page("/", "<p>Welcome.</p><a href=/private/x>x</a><a href=/public>p</a><a href=/away>a</a><a rel=nofollow href=/not>n</a>");
        _site.Page("/public", "<p>Public.</p>");
        _site.Status("/away", 302, "/private/y");

        await CrawlAsync("/");

        Assert.Equal(["/", "/away", "/public", "/robots.txt"], _site.Asked.Order());
    }

    [Fact]
    public async Task Without_a_readable_robots_txt_no_page_is_visited()
    {
        _site.Status("/robots.txt", 500);
        _site.Page("/", "<p>Welcome.</p>");

        IngestResult result = await CrawlAsync("/");

        Assert.Contains("without it no page is visited", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(["/robots.txt"], _site.Asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "is not on the host")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "is not on the host")]
    [InlineData("file:///etc/passwd", "is no http or https address")]
    public async Task A_redirect_is_checked_as_the_first_address_is(string to, string reason)
    {
        _site.Page("/", "<p>Welcome.</p><a href=/jump>j</a>");
        _site.Status("/jump", 302, to);

        string problem = Assert.Single((await CrawlAsync("/")).Problems);

        Assert.Contains($"redirects to {to}, which", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_goes_round_in_a_circle_ends()
    {
        _site.Page("/", "<p>Welcome.</p><a href=/round>r</a>");
        _site.Status("/round", 301, "/round");

        Assert.Contains("redirects more than 5 times", Assert.Single((await CrawlAsync("/")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_this_machine_is_refused_and_not_connected_to()
    {
        _site.Page("/", "<p>Secret.</p>");
        using SiteFetcher fetcher = new();

        IngestResult result = await CrawlAsync(new SiteRequest([_site.Root], []), fetcher, s_quick);

        Assert.Contains("not on the public internet", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Empty(_site.Asked);
        Assert.Empty(await PathsAsync());
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused()
    {
        using SiteFetcher fetcher = new();

        IngestResult result = await CrawlAsync(new SiteRequest([new($"http://localhost:{_site.EndPoint.Port}/")], []), fetcher, s_quick);

        Assert.Contains("the host localhost leads to", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Empty(_site.Asked);
    }

    [Fact]
    public async Task A_crawl_keeps_its_limits_and_says_so()
    {
        for (int at = 0; at < 20; at++)
        {
            _site.Page($"/{at}", $"<p>Page {at}.</p><a href=/{at + 1}>next</a>");
        }

        IngestResult result = await CrawlAsync(new SiteRequest([new(_site.Root, "0")], []), limits: s_quick with { Pages = 5 });

        Assert.Equal(5, result.Added);
        Assert.Contains("has more than 5 pages", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_too_large_a_bomb_and_a_page_that_never_ends_are_reported_and_the_rest_goes_on()
    {
        _site.Page("/", "<p>Welcome.</p><a href=/bomb>b</a><a href=/slow>s</a><a href=/good>g</a>");
        _site.Page("/bomb", Packed(new string('x', 64 << 20)), "text/html", "gzip");
        _site.Answer("/slow", response => Task.Delay(TimeSpan.FromSeconds(20), response.HttpContext.RequestAborted));
        _site.Page("/good", "<p>All is well.</p>");

        IngestResult result = await CrawlAsync(new SiteRequest([_site.Root], []), limits: s_quick with { Request = TimeSpan.FromSeconds(2) });

        Assert.Contains(result.Problems, problem => problem.Contains("/bomb: is larger than", StringComparison.Ordinal));
        Assert.Contains(result.Problems, problem => problem.Contains("/slow: did not answer within 2 s", StringComparison.Ordinal));
        Assert.Contains($"site:{_site.Host}/", await PathsAsync());
    }

    [Fact]
    public async Task A_page_is_known_under_the_address_it_names_and_one_that_asks_to_be_left_out_is()
    {
        _site.Page("/", "<p>Welcome.</p><a href='/can?ref=1'>1</a><a href='/can?ref=2'>2</a><a href=/hidden>h</a>");
        _site.Page("/can?ref=1", "<link rel=canonical href=/can><p>The Heron.</p>");
        _site.Page("/can?ref=2", "<link rel=canonical href=/can><p>The Heron.</p>");
        _site.Page("/hidden", "<meta name=robots content='noindex'><p>Not for all.</p><a href=/found>f</a>");
        _site.Page("/found", "<p>Found through it.</p>");

        await CrawlAsync("/");

        Assert.Equal([$"site:{_site.Host}/", $"site:{_site.Host}/can", $"site:{_site.Host}/found"], await PathsAsync());
    }

    [Fact]
    public async Task An_encoding_in_the_header_is_kept_to()
    {
        _site.Page("/", Encoding.Latin1.GetBytes("<p>Größe und Länge.</p>"), "text/html; charset=ISO-8859-1");

        await CrawlAsync("/");

        Assert.Equal("Größe und Länge.", Assert.Single(await SearchAsync("Größe Länge")).Passage.Text);
    }

    [Fact]
    public async Task Sites_of_two_hosts_at_once_are_refused() =>
        Assert.Contains("ingest one host at a time", (await Assert.ThrowsAsync<ArgumentException>(() =>
            CrawlAsync(new SiteRequest([_site.Root, new("https://elsewhere.example/")], [])))).Message, StringComparison.Ordinal);

    private Task<IngestResult> CrawlAsync(string path) => CrawlAsync(new SiteRequest([new(_site.Root, path)], []));

    private async Task<IngestResult> CrawlAsync(SiteRequest request, SiteFetcher? fetcher = null, SiteLimits? limits = null)
    {
        using SiteFetcher local = new(_site.EndPoint);
        return await new SiteIngest(Intake, fetcher ?? local, limits ?? s_quick, TimeProvider.System).RunAsync(Tenant, request, new Seen(), Token);
    }

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
