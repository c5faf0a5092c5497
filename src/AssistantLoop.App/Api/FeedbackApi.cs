using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>The agents' side of feedback: the review queue, corrections, flags and ratings.</summary>
public static class FeedbackApi
{
    private const string Agent = "agent";
    private const int MaxRows = 200;

    private static readonly string[] s_labels =
        ["wrong", "unsafe", "off-brand", "not-executable", "unclear", "missing-knowledge"];

    /// <summary>Maps /api/review and /api/messages.</summary>
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/review", ReviewAsync);
        routes.MapPost("/api/messages/{id:guid}/corrections", async (
            Guid id, CorrectionRequest request, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            string text = MessageText.Parse(request.Text);
            Guid correction = await feedback.CorrectAsync(profile.Tenant, id, Agent, text, cancellationToken);
            return Results.Created((string?)null, new { pairId = correction });
        });
        routes.MapPost("/api/messages/{id:guid}/flags", async (
            Guid id, FlagRequest request, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            string label = s_labels.Contains(request.Label)
                ? request.Label!
                : throw new ChatProblemException("failed", $"label must be one of {string.Join(", ", s_labels)}; given: {request.Label}");
            await feedback.FlagAsync(profile.Tenant, id, Agent, label, cancellationToken);
            return Results.NoContent();
        });
        routes.MapPost("/api/messages/{id:guid}/ratings", async (
            Guid id, RatingRequest request, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            RatingDirection direction = request.Rating switch
            {
                "up" => RatingDirection.Up,
                "down" => RatingDirection.Down,
                _ => throw new ChatProblemException("failed", $"rating must be up or down; given: {request.Rating}"),
            };
            await feedback.RateAsync(profile.Tenant, id, Agent, direction, request.Reason, cancellationToken);
            return Results.NoContent();
        });
    }

    private static async Task<IReadOnlyList<ReviewView>> ReviewAsync(
        FeedbackStore feedback,
        ConversationStore conversations,
        AnswerFollower answers,
        BusinessProfile profile,
        int? limit,
        CancellationToken cancellationToken)
    {
        List<ReviewView> rows = [];
        foreach (ReviewItem item in await feedback.ReviewQueueAsync(
            profile.Tenant, Math.Clamp(limit ?? 50, 1, MaxRows), cancellationToken))
        {
            Message? message = await conversations.MessageAsync(profile.Tenant, item.MessageId, cancellationToken);
            if (message is null)
            {
                continue;
            }

            MessageFeedback given = await feedback.ForMessageAsync(profile.Tenant, item.MessageId, cancellationToken);
            MessageView view = await answers.ViewAsync(message, rating: null, cancellationToken);
            rows.Add(new(
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
                item.AnsweredAt));
        }

        return rows;
    }

    private sealed record CorrectionRequest(string? Text);

    private sealed record FlagRequest(string? Label);

    private sealed record RatingRequest(string? Rating, string? Reason);

    private sealed record ReviewView(
        Guid MessageId,
        Guid ConversationId,
        string Question,
        string Answer,
        IReadOnlyList<CitationView> Citations,
        IReadOnlyList<CitationView> Passages,
        string? Rating,
        string? Reason,
        IReadOnlyList<string> Flags,
        string? Suggestion,
        int? Version,
        DateTimeOffset CreatedAt);
}
