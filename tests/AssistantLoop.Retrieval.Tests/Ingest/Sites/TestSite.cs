using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace AssistantLoop.Retrieval.Tests.Ingest.Sites;

/// <summary>A web server on this machine whose pages a test lays out.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpResponse, Task>> _pages = [];

    public TestSite()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _app.Start();
        Root = new($"{_app.Urls.Single()}/");
    }

    public Uri Root { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Root.Port);

    public string Host => Root.Authority;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public void Page(string path, string body, string type = "text/html; charset=utf-8") => Page(path, Encoding.UTF8.GetBytes(body), type);

    public void Page(string path, byte[] body, string type, string? encoding = null) => _pages[path] = async response =>
    {
        response.ContentType = type;
        response.Headers.ContentEncoding = encoding;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    };

    public void Status(string path, int status, string? location = null) => _pages[path] = response =>
    {
        response.StatusCode = status;
        response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public void Answer(string path, Func<HttpResponse, Task> answer) => _pages[path] = answer;

    public void Remove(string path) => _pages.TryRemove(path, out _);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Asked.Enqueue(path);
        if (_pages.TryGetValue(path, out Func<HttpResponse, Task>? answer))
        {
            await answer(context.Response);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
