using System.Security.Claims;
using AssistantLoop.App.Access;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage.Lists;
using AssistantLoop.Storage.Webhooks;

namespace AssistantLoop.App.Api;

/// <summary>The business's webhooks and what became of their deliveries.</summary>
public static class WebhookApi
{
    private const int MaxRows = 200;
    private const int MostWebhooks = 20;
    private const int MostUrl = 1000;

    private static readonly RowSorts<WebhookView> s_sorts = new(
        "-createdAt",
        ("url", webhook => webhook.Url),
        ("createdAt", webhook => webhook.CreatedAt));

    /// <summary>Maps /api/webhooks.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/webhooks", async (
            WebhookStore webhooks, BusinessProfile profile, [AsParameters] ListParameters list, CancellationToken cancellationToken) =>
        {
            ListQuery query = list.Read();
            return s_sorts.Page(
                [.. (await webhooks.ListAsync(profile.Tenant, cancellationToken)).Select(WebhookView.Of).Where(webhook => query.Holds(webhook.Url))], query);
        });
        routes.MapGet("/api/webhooks/events", () => WebhookEvents.All);
        routes.MapPost("/api/webhooks", AddAsync);
        routes.MapGet("/api/webhooks/{id:guid}", async (
            Guid id, WebhookStore webhooks, BusinessProfile profile, CancellationToken cancellationToken) =>
            WebhookView.Of(await webhooks.RequireAsync(profile.Tenant, id, cancellationToken)));
        routes.MapPut("/api/webhooks/{id:guid}", async (
            Guid id, WebhookRequest request, ClaimsPrincipal caller, WebhookStore webhooks, BusinessProfile profile, CancellationToken cancellationToken) =>
            WebhookView.Of(await webhooks.ChangeAsync(
                profile.Tenant, id, Url(request), Events(request), request.Disabled ?? false, caller.Actor, cancellationToken)));
        routes.MapDelete("/api/webhooks/{id:guid}", async (
            Guid id, ClaimsPrincipal caller, WebhookStore webhooks, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await webhooks.RemoveAsync(profile.Tenant, id, caller.Actor, cancellationToken);
            return Results.NoContent();
        });
        routes.MapPost("/api/webhooks/{id:guid}/secret/rotate", async (
            Guid id, RotateRequest? request, ClaimsPrincipal caller, WebhookStore webhooks, ServerSecret secret, BusinessProfile profile, CancellationToken cancellationToken) =>
            WithSecret(await webhooks.RotateSecretAsync(
                profile.Tenant, id, KeyIssue.Grace(request?.GraceHours), caller.Actor, cancellationToken), secret));
        routes.MapGet("/api/webhooks/deliveries", DeliveriesAsync);
        routes.MapPost("/api/webhooks/deliveries/{id:guid}/retry", async (
            Guid id, ClaimsPrincipal caller, Deliveries deliveries, BusinessProfile profile, CancellationToken cancellationToken) =>
            DeliveryView.Of(await deliveries.RetryAsync(profile.Tenant, id, caller.Actor, cancellationToken)));
    }

    private static async Task<IResult> AddAsync(
        WebhookRequest request, ClaimsPrincipal caller, WebhookStore webhooks, ServerSecret secret, BusinessProfile profile, CancellationToken cancellationToken)
    {
        if ((await webhooks.ListAsync(profile.Tenant, cancellationToken)).Count >= MostWebhooks)
        {
            throw new ChatProblemException("failed", $"There are {MostWebhooks} webhooks already; remove one first.");
        }

        Webhook added = await webhooks.AddAsync(profile.Tenant, Url(request), Events(request), caller.Actor, cancellationToken);
        return Results.Created($"/api/webhooks/{added.Id}", WithSecret(added, secret));
    }

    private static async Task<object> DeliveriesAsync(
        Deliveries deliveries, BusinessProfile profile, string? state, Guid? webhook, Guid? before, int? limit, CancellationToken cancellationToken)
    {
        int rows = Math.Clamp(limit ?? 50, 1, MaxRows);
        IReadOnlyList<WebhookDelivery> page = await deliveries.ListAsync(
            profile.Tenant, WireNames.Parse<DeliveryState>(state, "state"), webhook, before, rows, cancellationToken);
        return new { Items = page.Select(DeliveryView.Of), Next = page.Count == rows ? page[^1].Id : (Guid?)null };
    }

    private static string Url(WebhookRequest request) =>
        Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? address) && request.Url!.Length <= MostUrl
            ? AddressRules.Problem(address) is { } problem ? throw new ChatProblemException("failed", $"url {problem}; given: {request.Url}") : address.AbsoluteUri
            : throw new ChatProblemException("failed", $"url must be an http or https address of at most {MostUrl} characters; given: {request.Url}");

    private static IReadOnlyList<string> Events(WebhookRequest request) =>
        request.Events is { Count: > 0 } events && events.All(WebhookEvents.All.Contains)
            ? [.. events.Distinct()]
            : throw new ChatProblemException("failed", $"events must be one or more of {string.Join(", ", WebhookEvents.All)}");

    private static WebhookView WithSecret(Webhook webhook, ServerSecret secret) =>
        WebhookView.Of(webhook) with { Secret = secret.ForWebhook(webhook.Tenant, webhook.Id, webhook.SecretGeneration) };

    private sealed record WebhookRequest(string? Url, IReadOnlyList<string>? Events, bool? Disabled);
}

/// <summary>A webhook, as owners see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Disabled">Whether it is told nothing.</param>
/// <param name="Dropped">Events that were left out because too many waited.</param>
/// <param name="PreviousSecretUntil">Until when the secret before signs too.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">Who added it.</param>
/// <param name="Secret">The secret, in the answer that makes it; null in every other.</param>
public sealed record WebhookView(
    Guid Id,
    string Url,
    IReadOnlyList<string> Events,
    bool Disabled,
    long Dropped,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    string? Secret = null)
{
    /// <summary>The view of a webhook.</summary>
    public static WebhookView Of(Webhook webhook) => new(
        webhook.Id, webhook.Url, webhook.Names, webhook.DisabledAt is not null, webhook.Dropped, webhook.PreviousSecretUntil,
        webhook.CreatedAt, webhook.CreatedBy);
}

/// <summary>A delivery, as owners see it.</summary>
public sealed record DeliveryView(
    Guid Id, Guid WebhookId, Guid EventId, string Event, string State, int Attempts, DateTimeOffset? NextAt, int? LastStatus,
    string? LastError, DateTimeOffset CreatedAt, DateTimeOffset? DeliveredAt)
{
    /// <summary>The view of a delivery.</summary>
    public static DeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.WebhookId, delivery.EventId, delivery.Event, WireNames.Of(delivery.State), delivery.Attempts,
        delivery.State == DeliveryState.Pending ? delivery.NextAt : null, delivery.LastStatus, delivery.LastError, delivery.CreatedAt,
        delivery.DeliveredAt);
}
