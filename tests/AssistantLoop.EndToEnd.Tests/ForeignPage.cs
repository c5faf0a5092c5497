using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>
/// A shop's own page at an origin of its own, with the one script tag and a Content-Security-Policy that allows the
/// assistant's server and nothing else.
/// </summary>
internal sealed class ForeignPage : IAsyncDisposable
{
    private readonly WebApplication _site;
    private string _page = "";
    private string _policy = "";

    private ForeignPage(WebApplication site) => _site = site;

    public Uri Url => new(_site.Urls.Single());

    public string Origin => Url.GetLeftPart(UriPartial.Authority);

    public static async Task<ForeignPage> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        ForeignPage page = new(builder.Build());
        page._site.MapGet("/", (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = page._policy;
            return Results.Content(page._page, "text/html; charset=utf-8");
        });
        await page._site.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }

    /// <summary>Puts the embed code of a site on the page.</summary>
    public void Embed(Uri server, string siteKey)
    {
        string address = server.GetLeftPart(UriPartial.Authority);
        string socket = address.Replace("http", "ws", StringComparison.Ordinal);
        _policy = $"default-src 'none'; script-src {address}; connect-src {address} {socket}";
        _page = $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Another shop</title></head>
            <body><h1>A page of another origin</h1><script src="{address}/widget.js" data-site="{siteKey}" async></script></body></html>
            """;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
