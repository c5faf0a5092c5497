using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Retrieval.Ingest.Sites;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Calls the webhook of an action: a signed POST with an idempotency key. It follows no redirect, reads a bounded answer, and
/// connects to private networks only where the business's file allows it.
/// </summary>
public sealed class ActionWebhook(ActionSecret secret, TimeProvider time) : IDisposable
{
    /// <summary>The header of the key by which a repeated call is known.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int MostBytes = 64 * 1024;
    private const int MostResult = 1000;
    private const string Unknown = "It is not known whether this was done. Please ask before you try again.";

    private readonly HttpClient _public = NewClient(AddressRules.IsPublic);
    private readonly HttpClient _any = NewClient(_ => true);

    /// <summary>Calls it once.</summary>
    /// <returns>The result's text: the field "result" of a JSON answer, or a plain text.</returns>
    /// <exception cref="ActionFailedException">It was not done, or it is not known.</exception>
    public async Task<string> CallAsync(
        string tenant, ActionDeclaration action, JsonObject arguments, string key, bool privateHosts, CancellationToken cancellationToken)
    {
        string body = new JsonObject { ["action"] = action.Name, ["arguments"] = arguments.DeepClone(), ["id"] = key }.ToJsonString();
        using HttpRequestMessage request = new(HttpMethod.Post, action.Webhook)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(BodySignature.Header, await secret.SignAsync(tenant, action.Name, body, cancellationToken));
        request.Headers.Add(KeyHeader, key);
        using CancellationTokenSource late = new(action.Timeout, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using HttpResponseMessage response = await (privateHosts ? _any : _public)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            string text = await TextOfAsync(response, stop.Token);
            return response.IsSuccessStatusCode ? text
                : (int)response.StatusCode is >= 500 or 429 ? throw new ActionFailedException(Unknown, mayTryAgain: true)
                : throw new ActionFailedException(text.Length > 0 && (int)response.StatusCode >= 400 ? text : "This could not be done.", mayTryAgain: false);
        }
        catch (OperationCanceledException)
        {
            throw new ActionFailedException(Unknown, mayTryAgain: late.IsCancellationRequested);
        }
        catch (HttpRequestException error) when (error.InnerException is FetchException)
        {
            throw new ActionFailedException("This could not be done: its webhook is in a private network, or its host has no address.", mayTryAgain: false);
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            // Nothing was sent.
            throw new ActionFailedException("This could not be done: its service cannot be reached.", mayTryAgain: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ActionFailedException(Unknown, mayTryAgain: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _public.Dispose();
        _any.Dispose();
    }

    private static async Task<string> TextOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MostBytes];
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
        int read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        string text = Encoding.UTF8.GetString(bytes, 0, read);
        string? kind = response.Content.Headers.ContentType?.MediaType;
        return Visible(kind is "text/plain" ? text : kind is "application/json" or "application/problem+json" ? ResultOf(text) : "");
    }

    private static string ResultOf(string json)
    {
        try
        {
            JsonNode? answer = JsonNode.Parse(json);
            return answer is JsonObject found && (found["result"] ?? found["detail"]) is JsonValue value && value.TryGetValue(out string? said) ? said : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    /// <summary>Text alone, so that pages may show it as it is: no control characters, and no more than fits.</summary>
    private static string Visible(string text)
    {
        string clean = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]).Trim();
        return clean.Length <= MostResult ? clean : clean[..MostResult] + "…";
    }

    private static HttpClient NewClient(Func<IPAddress, bool> allowed)
    {
        HttpClient client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 8,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, stop) => PublicConnection.OpenAsync(context.DnsEndPoint, endpoint => allowed(endpoint.Address), stop),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("AssistantLoop-Action", "1"));
        return client;
    }
}
