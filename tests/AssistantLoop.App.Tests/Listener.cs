using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssistantLoop.App.Tests;

/// <summary>A request that a listener got.</summary>
internal sealed record Received(string Path, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A real HTTP server that answers as the test says and remembers what it was asked.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Listener(WebApplication app, ConcurrentQueue<Received> received) => (_app, Requests) = (app, received);

    public ConcurrentQueue<Received> Requests { get; }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Listener> StartAsync(Func<HttpContext, int, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        ConcurrentQueue<Received> received = new();
        app.Run(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            received.Enqueue(new(
                context.Request.Path,
                await reader.ReadToEndAsync(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await answer(context, received.Count);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, received);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
