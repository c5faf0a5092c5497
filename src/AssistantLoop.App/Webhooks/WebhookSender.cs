using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Webhooks;

/// <summary>
/// Sends one delivery, signed. It connects to the public internet, and to those private hosts that the setting
/// webhook-private-hosts names, and to nothing else; it follows no redirect.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>How long a receiver may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int MostError = 200;

    private readonly ServerSecret _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>A sender of some settings.</summary>
    public WebhookSender(AppSettings settings, ServerSecret secret, TimeProvider time)
    {
        _secret = secret;
        _time = time;
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 4,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, stop) => PublicConnection.OpenAsync(
                context.DnsEndPoint,
                endpoint => AddressRules.IsPublic(endpoint.Address) || IsNamed(context.DnsEndPoint, settings.WebhookPrivateHosts),
                stop),
        })
        {
            Timeout = Patience,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("AssistantLoop-Webhook", "1"));
    }

    /// <summary>Sends a delivery.</summary>
    /// <returns>The receiver's status, and what went wrong where it did not take it.</returns>
    public async Task<(int? Status, string? Error)> SendAsync(
        Webhook webhook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(delivery.Payload, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(BodySignature.Header, Sign(webhook, delivery.Payload));
        request.Headers.Add("AssistantLoop-Event", delivery.Event);
        request.Headers.Add("AssistantLoop-Event-Id", delivery.EventId.ToString());
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : $"answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"did not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            string problem = (error.InnerException as FetchException ?? error).Message.ReplaceLineEndings(" ");
            return (null, problem[..Math.Min(problem.Length, MostError)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private string Sign(Webhook webhook, string payload)
    {
        DateTimeOffset now = _time.GetUtcNow();
        int[] generations = webhook.PreviousSecretUntil > now
            ? [webhook.SecretGeneration, webhook.SecretGeneration - 1]
            : [webhook.SecretGeneration];
        return BodySignature.Of(
            payload, now, generations.Select(generation => _secret.ForWebhook(webhook.Tenant, webhook.Id, generation)));
    }

    private static bool IsNamed(DnsEndPoint wanted, IReadOnlyList<string> hosts) =>
        hosts.Contains(wanted.Host, StringComparer.OrdinalIgnoreCase)
        || hosts.Contains(string.Create(CultureInfo.InvariantCulture, $"{wanted.Host}:{wanted.Port}"), StringComparer.OrdinalIgnoreCase);
}
