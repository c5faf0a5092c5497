using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Review;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>An answer of the queue with everything that an agent needs to judge it.</summary>
public sealed class ReviewDetails(
    ConversationStore conversations, FeedbackStore feedback, FeedbackList pieces, TriageStore triage, MessageViews views, BusinessProfile profile)
{
    private const int MostPieces = 20;

    /// <summary>The view; null where the answer is gone meanwhile.</summary>
    public async Task<ReviewView?> OfAsync(RankedItem ranked, CancellationToken cancellationToken)
    {
        ReviewItem item = ranked.Item;
        Message? message = await conversations.MessageAsync(profile.Tenant, item.MessageId, cancellationToken);
        if (message is null)
        {
            return null;
        }

        MessageFeedback given = await feedback.ForMessageAsync(profile.Tenant, item.MessageId, cancellationToken);
        MessageView view = await views.OfAsync(message, rating: null, cancellationToken);
        TriageResult? found = await triage.FindAsync(profile.Tenant, item.MessageId, cancellationToken);
        IReadOnlyList<FeedbackPiece> thumbs = await pieces.OnAnswerAsync(
            profile.Tenant, item.MessageId, MostPieces, cancellationToken);
        return new(
            item.MessageId,
            item.ConversationId,
            item.Question,
            item.Answer,
            view.Citations,
            PassageList.All(message.Passages),
            item.DownCount > 0 ? "down" : null,
            given.Ratings.Select(rating => rating.Reason).FirstOrDefault(reason => reason is not null),
            [.. given.Flags.Select(flag => flag.Label).Distinct()],
            given.Suggestions.Count > 0 ? given.Suggestions[^1].Text : null,
            view.Version,
            item.AnsweredAt,
            ranked.Priority,
            ranked.Why,
            given.Ratings.Count + given.Flags.Count + given.Suggestions.Count == 0,
            item.Assignee,
            found is null ? null : TriageView.Of(found),
            [.. thumbs.Select(FeedbackView.Of)]);
    }
}
