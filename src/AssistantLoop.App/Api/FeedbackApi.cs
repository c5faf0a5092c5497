using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>The agents' side of feedback: corrections, flags and ratings.</summary>
public static class FeedbackApi
{
    private static readonly string[] s_labels =
        ["wrong", "unsafe", "off-brand", "not-executable", "unclear", "missing-knowledge"];

    /// <summary>Maps /api/messages.</summary>
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/messages/{id:guid}/corrections", async (
            Guid id, CorrectionRequest request, ClaimsPrincipal caller, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            string text = MessageText.Parse(request.Text);
            Guid correction = await feedback.CorrectAsync(profile.Tenant, id, caller.Actor, text, cancellationToken);
            return Results.Created((string?)null, new { pairId = correction });
        });
        routes.MapPost("/api/messages/{id:guid}/flags", async (
            Guid id, FlagRequest request, ClaimsPrincipal caller, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await feedback.FlagAsync(profile.Tenant, id, caller.Actor, Label(request.Label), cancellationToken);
            return Results.NoContent();
        });
        routes.MapDelete("/api/messages/{id:guid}/flags/{label}", async (
            Guid id, string label, ClaimsPrincipal caller, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await feedback.UnflagAsync(profile.Tenant, id, caller.Actor, Label(label), cancellationToken);
            return Results.NoContent();
        });
        routes.MapPost("/api/messages/{id:guid}/ratings", async (
            Guid id, RatingRequest request, ClaimsPrincipal caller, FeedbackStore feedback, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            RatingDirection direction = request.Rating switch
            {
                "up" => RatingDirection.Up,
                "down" => RatingDirection.Down,
                _ => throw new ChatProblemException("failed", $"rating must be up or down; given: {request.Rating}"),
            };
            await feedback.RateAsync(profile.Tenant, id, caller.Rater, direction, request.Reason, cancellationToken);
            return Results.NoContent();
        });
    }

    private static string Label(string? given) => s_labels.Contains(given)
        ? given!
        : throw new ChatProblemException("failed", $"label must be one of {string.Join(", ", s_labels)}; given: {given}");

    private sealed record CorrectionRequest(string? Text);

    private sealed record FlagRequest(string? Label);

    private sealed record RatingRequest(string? Rating, string? Reason);
}
