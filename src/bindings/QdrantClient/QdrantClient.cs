using System.Text.Json;
using Qdrant.Client.Grpc;
using Qdrant.Client.Rest;

namespace Qdrant.Client;

/// <summary>
/// Asks a Qdrant server. Thread-safe. The package's client speaks gRPC with the server's port 6334; this one sends the
/// same requests to the documented HTTP API, so its address is that of port 6333, and what fails is always a
/// <see cref="QdrantException"/>.
/// </summary>
public sealed partial class QdrantClient : IDisposable
{
    private readonly RestTransport _transport;

    /// <param name="address">The address of the server's HTTP API.</param>
    /// <param name="apiKey">Sent with each request; null where the server asks for none.</param>
    /// <param name="grpcTimeout">How long a request may take; without end where it is left out.</param>
    public QdrantClient(Uri address, string? apiKey = null, TimeSpan grpcTimeout = default) =>
        _transport = new(address, apiKey, grpcTimeout);

    /// <summary>What the server says of itself; answers where it is up.</summary>
    public async Task<HealthCheckReply> HealthAsync(CancellationToken cancellationToken = default)
    {
        using JsonDocument reply = await _transport.SendAsync(HttpMethod.Get, "", null, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Title = reply.RootElement.GetProperty("title").GetString()!,
            Version = reply.RootElement.GetProperty("version").GetString()!,
        };
    }

    public void Dispose() => _transport.Dispose();

    private static string CollectionPath(string collectionName, string rest = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(collectionName);
        return $"collections/{Uri.EscapeDataString(collectionName)}{rest}";
    }

    private static string Wait(bool wait) => wait ? "?wait=true" : "?wait=false";
}
