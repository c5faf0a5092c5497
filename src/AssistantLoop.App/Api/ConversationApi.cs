using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Hubs;
using AssistantLoop.App.Limits;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>Chatting over plain HTTP, and reading conversations.</summary>
public static class ConversationApi
{
    /// <summary>Maps /api/chat and /api/conversations.</summary>
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/chat", AskAsync);
        routes.MapGet("/api/conversations", async (
            string? by,
            [AsParameters] ListParameters list,
            ConversationList conversations,
            Presence presence,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
        {
            // Both of those that an agent has to do with, in one list.
            bool people = by is "people";
            HandledBy? one = people ? null : WireNames.Parse<HandledBy>(by, "by");
            return (await conversations.ReadAsync(profile.Tenant, one, people, list.Read(), cancellationToken))
                .Select(row => ConversationRow.Of(row, presence));
        });
        routes.MapGet("/api/conversations/{id:guid}", ReadAsync);
    }

    private static async Task<ChatReply> AskAsync(
        ChatRequest request,
        HttpContext context,
        AskLimits limits,
        ConversationStore conversations,
        AnswerJobs jobs,
        AnswerFollower answers,
        BusinessProfile profile,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        string text = MessageText.Parse(request.Message);
        Visit visit = new(HubInput.Short(request.Language, "language"), HubInput.Short(request.Channel, "channel"));
        await limits.CheckKeyAsync(profile.Tenant, context.User.Actor, context.Connection.RemoteIpAddress, cancellationToken);
        Conversation conversation = request.ConversationId is { } id
            ? await conversations.FindAsync(profile.Tenant, id, cancellationToken)
                ?? throw new NotFoundException("conversation", id.ToString(), profile.Tenant)
            : await conversations.CreateAsync(profile.Tenant, VisitorId.Api, visit, cancellationToken);
        string clientId = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        Asked asked = await jobs.AskAsync(conversation.Id, clientId, text, cancellationToken);
        AnswerEvent? end = null;
        await foreach (AnswerEvent step in answers.FollowAsync(asked.Answer.Id, 0, cancellationToken))
        {
            end = step;
        }

        Message? answer = await conversations.MessageAsync(profile.Tenant, asked.Answer.Id, cancellationToken);
        return end is { Kind: "completed" or "stopped" }
            ? new(
                conversation.Id, asked.Answer.Id, end.Text!, end.Citations ?? [], PassageList.All(answer?.Passages), end.Version)
            : throw new ChatProblemException(
                end?.Error?.Code ?? "failed", end?.Error?.Detail ?? "The answer failed.", end?.Error?.RetryAfterSeconds);
    }

    private static async Task<AgentConversationView> ReadAsync(
        Guid id,
        ClaimsPrincipal caller,
        ConversationStore conversations,
        FeedbackStore feedback,
        MessageViews views,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        _ = await conversations.FindAsync(profile.Tenant, id, cancellationToken)
            ?? throw new NotFoundException("conversation", id.ToString(), profile.Tenant);
        List<AgentMessageView> messages = [];
        foreach (Message message in await conversations.MessagesAsync(profile.Tenant, id, 0, cancellationToken))
        {
            messages.Add(AgentMessageView.Of(
                await views.OfAsync(message, rating: null, cancellationToken),
                message,
                await feedback.ForMessageAsync(profile.Tenant, message.Id, cancellationToken),
                caller.Rater));
        }

        return new(id, messages);
    }

    private sealed record ConversationRow(
        Guid Id, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? Question, int Messages, string By, string? Agent, bool Online)
    {
        public static ConversationRow Of(ListedConversation row, Presence presence) => new(
            row.Id,
            row.CreatedAt,
            row.UpdatedAt,
            row.Question,
            row.Messages,
            HandlingView.NameOf(row.HandledBy),
            row.Agent,
            presence.PagesOf(row.Id) > 0);
    }

    private sealed record AgentConversationView(Guid Id, IReadOnlyList<AgentMessageView> Messages);

    private sealed record ChatRequest(Guid? ConversationId, string? Message, string? Language, string? Channel);

    private sealed record ChatReply(
        Guid ConversationId,
        Guid MessageId,
        string Text,
        IReadOnlyList<CitationView> Citations,
        IReadOnlyList<CitationView> Passages,
        int? Version);
}
