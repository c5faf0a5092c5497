using System.Net.Http.Headers;
using System.Text.Json;

namespace Qdrant.Client.Rest;

/// <summary>Sends JSON to the HTTP API and reads its answer. No message of an error holds a key or a request.</summary>
internal sealed class RestTransport : IDisposable
{
    private const int LargestReply = 64 * 1024 * 1024;
    private const int LongestReason = 500;

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;

    public RestTransport(Uri address, string? apiKey, TimeSpan timeout)
    {
        // A redirect would take the key to another server.
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _timeout = timeout == default ? Timeout.InfiniteTimeSpan : timeout;
        _http = new(handler)
        {
            BaseAddress = address.AbsoluteUri.EndsWith('/') ? address : new(address.AbsoluteUri + "/"),
            Timeout = _timeout,
            MaxResponseContentBufferSize = LargestReply,
        };
        if (!string.IsNullOrEmpty(apiKey))
        {
            _http.DefaultRequestHeaders.Add("api-key", apiKey);
        }
    }

    private string Server => _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>Sends a request, with a body where one is written.</summary>
    /// <exception cref="QdrantException">The server refused it, did not answer in time, or cannot be reached.</exception>
    public async Task<JsonDocument> SendAsync(
        HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = Content(body);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            byte[] reply = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(reply)
                : throw new QdrantException($"Qdrant at {Server} refused {method} /{path}: {(int)response.StatusCode} {response.StatusCode} {Reason(reply)}".TrimEnd());
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QdrantException($"Qdrant at {Server} did not answer within {_timeout.TotalSeconds:0.###} s", error);
        }
        catch (HttpRequestException error)
        {
            throw new QdrantException($"Qdrant at {Server} cannot be reached: {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new QdrantException($"What answers at {Server} is not Qdrant's HTTP API: its reply is not JSON", error);
        }
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Content(Action<Utf8JsonWriter> body)
    {
        System.Buffers.ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            body(json);
        }

        ByteArrayContent content = new(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>What the server says is wrong: {"status": {"error": "…"}}.</summary>
    private static string Reason(byte[] reply)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(reply);
            string reason = json.RootElement.GetProperty("status").GetProperty("error").GetString() ?? "";
            return reason.Length > LongestReason ? reason[..LongestReason] : reason;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }
}
