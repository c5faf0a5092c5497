using AssistantLoop.App.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Answers;

/// <summary>Reads a conversation page by page, from its end.</summary>
public sealed class ConversationPage(
    ConversationStore conversations, FeedbackStore feedback, MessageViews views, ActionDesk actions, BusinessProfile profile)
{
    /// <summary>The most messages at once.</summary>
    public const int Most = 50;

    /// <summary>A conversation with its last messages.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="visitor">Whose ratings are shown; null for nobody's.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<ConversationView> ReadAsync(Conversation conversation, string? visitor, CancellationToken cancellationToken) => new(
        conversation.Id,
        await ViewsAsync(conversation.Id, before: null, visitor, cancellationToken),
        new(conversation.Id, HandlingView.NameOf(conversation.HandledBy), conversation.Agent),
        conversation.Seen,
        conversation.Satisfaction);

    /// <summary>A conversation's last messages before a number.</summary>
    public Task<IReadOnlyList<MessageView>> BeforeAsync(
        Guid conversationId, int before, string? visitor, CancellationToken cancellationToken) =>
        ViewsAsync(conversationId, before, visitor, cancellationToken);

    private async Task<IReadOnlyList<MessageView>> ViewsAsync(
        Guid conversationId, int? before, string? visitor, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, RatingDirection>? ratings = visitor is null
            ? null
            : await feedback.RatingsAsync(profile.Tenant, conversationId, visitor, cancellationToken);
        ILookup<Guid, ActionView> proposed = await actions.OfConversationAsync(conversationId, cancellationToken);
        List<MessageView> found = [];
        foreach (Message message in await conversations.PageAsync(profile.Tenant, conversationId, before, Most, cancellationToken))
        {
            string? rating = ratings is not null && ratings.TryGetValue(message.Id, out RatingDirection direction)
                ? direction == RatingDirection.Up ? "up" : "down"
                : null;
            found.Add(await views.OfAsync(message, rating, cancellationToken) with { Actions = [.. proposed[message.Id]] });
        }

        return found;
    }
}
