using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AssistantLoop.App.Tests.Webhooks;

/// <summary>A business's own server that hears webhooks; answers with the statuses that it is given, then with 200.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<int> _statuses;

    private Receiver(WebApplication app, ConcurrentQueue<int> statuses) => (_app, _statuses) = (app, statuses);

    /// <summary>What it was sent, in order.</summary>
    public ConcurrentQueue<(string Body, string Signature, string EventId)> Heard { get; } = [];

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Receiver> StartAsync(params int[] statuses)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Receiver receiver = new(builder.Build(), new(statuses));
        receiver._app.Run(receiver.HearAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        using StreamReader body = new(context.Request.Body);
        Heard.Enqueue((
            await body.ReadToEndAsync(context.RequestAborted),
            context.Request.Headers["AssistantLoop-Signature"].ToString(),
            context.Request.Headers["AssistantLoop-Event-Id"].ToString()));
        context.Response.StatusCode = _statuses.TryDequeue(out int status) ? status : 200;
    }
}
