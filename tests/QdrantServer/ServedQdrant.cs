using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QdrantServer;

/// <summary>
/// The part of Qdrant's HTTP API that the project uses, in memory, for tests: answers as the documentation says, keeps
/// every request, and refuses each body that the documented schema does not allow.
/// </summary>
public sealed class ServedQdrant : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Catalogue _catalogue = new();
    private readonly ConcurrentQueue<ServedRequest> _requests = new();
    private readonly string? _apiKey;

    private ServedQdrant(string? apiKey)
    {
        _apiKey = apiKey;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<ServedRequest> Requests => [.. _requests];

    /// <summary>Runs before each request is carried out; what it returns goes out in place of an answer.</summary>
    public Func<ServedRequest, Task<Refusal?>> Before { get; set; } = _ => Task.FromResult<Refusal?>(null);

    /// <summary>Runs after each request was carried out, before it is answered; it may refuse all the same.</summary>
    public Func<ServedRequest, Task<Refusal?>> After { get; set; } = _ => Task.FromResult<Refusal?>(null);

    /// <summary>Starts one on a free port of the loopback address.</summary>
    public static async Task<ServedQdrant> StartAsync(string? apiKey = null)
    {
        ServedQdrant server = new(apiKey);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (_apiKey is not null && request.Headers["api-key"] != _apiKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsync("Must provide an API key or an Authorization bearer token");
            return;
        }

        try
        {
            JsonNode? body = request.ContentLength > 0
                ? await JsonNode.ParseAsync(request.Body, cancellationToken: context.RequestAborted)
                : null;
            ServedRequest served = new(request.Method, request.Path, body);
            _requests.Enqueue(served);
            if (await Before(served) is { } before)
            {
                throw before.ToException();
            }

            JsonNode reply = Endpoints.Answer(_catalogue, served);
            if (await After(served) is { } after)
            {
                throw after.ToException();
            }

            await context.Response.WriteAsJsonAsync(reply);
        }
        catch (RefusedException refused)
        {
            context.Response.StatusCode = refused.Status;
            await context.Response.WriteAsJsonAsync<JsonNode>(
                new JsonObject { ["status"] = new JsonObject { ["error"] = refused.Message }, ["time"] = 0.001 });
        }
    }
}
