using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Hubs;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Api;

/// <summary>Agents answer a conversation in the assistant's place.</summary>
public static class HandlingApi
{
    /// <summary>Maps /api/conversations/{id}/take, /return and /messages.</summary>
    public static void MapHandling(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/conversations/{id:guid}/take", async (
            Guid id,
            HandlingStore handling,
            AnswerJobs jobs,
            ConversationNews news,
            BusinessProfile profile,
            ClaimsPrincipal user,
            CancellationToken cancellationToken) =>
        {
            Handling changed = await handling.TakeAsync(profile.Tenant, id, NameOf(user), cancellationToken);
            await jobs.StopConversationAsync(id);
            return await ToldAsync(changed, news);
        });
        routes.MapPost("/api/conversations/{id:guid}/return", async (
            Guid id, HandlingStore handling, ConversationNews news, BusinessProfile profile, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            await ToldAsync(await handling.ReturnAsync(profile.Tenant, id, NameOf(user), cancellationToken), news));
        routes.MapPost("/api/conversations/{id:guid}/messages", SayAsync);
    }

    private static async Task<MessageView> SayAsync(
        Guid id,
        SayRequest request,
        HandlingStore handling,
        ConversationNews news,
        MessageViews views,
        BusinessProfile profile,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        string text = MessageText.Parse(request.Text);
        string clientId = HubInput.ClientMessageId(request.ClientMessageId);
        (Message message, bool isNew) = await handling.SayAsync(
            profile.Tenant, id, NameOf(user), clientId, text, cancellationToken);
        if (isNew)
        {
            await news.MessageAddedAsync(message, except: null, CancellationToken.None);
        }

        return await views.OfAsync(message, rating: null, cancellationToken);
    }

    private static async Task<HandlingView> ToldAsync(Handling changed, ConversationNews news)
    {
        await news.HandlingChangedAsync(changed, CancellationToken.None);
        return HandlingView.Of(changed);
    }

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "agent";

    private sealed record SayRequest(string? Text, string? ClientMessageId);
}
