using System.Net;
using System.Net.Http.Headers;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>
/// Fetches pages of the public internet and nothing else. A host's name is resolved once for each connection, the addresses
/// are checked, and the connection goes to a checked address itself, so that a name cannot mean another address in between.
/// Redirects are followed one by one, each as checked as the first.
/// </summary>
public sealed class SiteFetcher : IDisposable
{
    /// <summary>The name by which robots.txt knows this crawler.</summary>
    public const string ProductToken = "assistantloop";

    private readonly IPEndPoint? _alsoAllowed;
    private readonly HttpClient _client;

    /// <summary>Fetches from the public internet.</summary>
    /// <param name="alsoAllowed">One more endpoint that may be fetched from; for tests, whose server is on this machine.</param>
    public SiteFetcher(IPEndPoint? alsoAllowed = null)
    {
        _alsoAllowed = alsoAllowed;
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = 2,
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(ProductToken, "1"));
    }

    /// <summary>Fetches one address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="most">The most bytes of a body.</param>
    /// <param name="limits">Time and redirects.</param>
    /// <param name="mayVisit">Says for each address on the way, the first included, why it may not be visited; null where it may.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FetchException">It cannot be had.</exception>
    internal async Task<FetchedPage> GetAsync(
        Uri address, int most, SiteLimits limits, Func<Uri, string?> mayVisit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Request);
        try
        {
            Uri at = address;
            for (int hop = 0; hop <= limits.Redirects; hop++)
            {
                if ((AddressRules.Problem(at) ?? mayVisit(at)) is { } problem)
                {
                    throw new FetchException(hop == 0 ? problem : $"redirects to {at}, which {problem}") { IsLasting = true };
                }

                using HttpResponseMessage response = await _client.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if (Redirect(response) is { } next)
                {
                    at = new(at, next);
                    continue;
                }

                byte[] content = response.StatusCode == HttpStatusCode.OK
                    ? await BoundedBytes.ReadAsync(await response.Content.ReadAsStreamAsync(patience.Token), most, patience.Token)
                    : [];
                return new(at, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), content);
            }

            throw new FetchException($"redirects more than {limits.Redirects} times") { IsLasting = true };
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException($"did not answer within {limits.Request.TotalSeconds:0} s", error);
        }
        catch (DocumentRefusedException error)
        {
            throw new FetchException(error.Message, error) { IsLasting = true };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException or UriFormatException)
        {
            throw new FetchException($"cannot be fetched: {(error.InnerException as FetchException ?? error).Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static Uri? Redirect(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 ? response.Headers.Location : null;

    private ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        PublicConnection.OpenAsync(context.DnsEndPoint, MayConnect, cancellationToken);

    private bool MayConnect(IPEndPoint endpoint) => AddressRules.IsPublic(endpoint.Address) || endpoint.Equals(_alsoAllowed);
}
