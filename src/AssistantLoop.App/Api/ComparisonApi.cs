using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Comparisons;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Blind comparisons: agents see two answers without their versions, choose, and only then see whose they are.</summary>
public static class ComparisonApi
{
    private const int MaxRows = 200;
    private const int MostReasonLength = 500;

    /// <summary>Maps /api/comparisons.</summary>
    public static void MapComparisons(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/comparisons", async (
            ComparisonStore comparisons, BusinessProfile profile, int? limit, CancellationToken cancellationToken) =>
            (await comparisons.OpenAsync(profile.Tenant, Math.Clamp(limit ?? 50, 1, MaxRows), cancellationToken)).Select(BlindView.Of));
        routes.MapPost("/api/comparisons", async (
            NewComparison request, ClaimsPrincipal caller, BlindComparison comparisons, CancellationToken cancellationToken) =>
        {
            Guid message = request.MessageId ?? throw new BadHttpRequestException("messageId is missing.");
            Comparison added = request switch
            {
                { Version: { } version, OtherMessageId: null } =>
                    await comparisons.WithVersionAsync(message, version, caller.Actor, cancellationToken),
                { Version: null, OtherMessageId: { } other } =>
                    await comparisons.WithAnswerAsync(message, other, caller.Actor, cancellationToken),
                _ => throw new BadHttpRequestException("Give version or otherMessageId, one of the two."),
            };
            return Results.Created((string?)null, BlindView.Of(added));
        });
        routes.MapPost("/api/comparisons/{id:guid}/choice", ChooseAsync);
    }

    private static async Task<RevealedView> ChooseAsync(
        Guid id,
        ChoiceRequest request,
        ClaimsPrincipal caller,
        ComparisonStore comparisons,
        VersionStore versions,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        BlindChoice choice = request.Choice switch
        {
            "a" => BlindChoice.A,
            "b" => BlindChoice.B,
            "tie" => BlindChoice.Tie,
            "bad" => BlindChoice.Bad,
            _ => throw new ChatProblemException("failed", $"choice must be a, b, tie or bad; given: {request.Choice}"),
        };
        string? reason = request.Reason?.Trim() is { Length: > 0 } given ? given : null;
        if (reason?.Length > MostReasonLength)
        {
            throw new ChatProblemException("failed", $"reason may have {MostReasonLength} characters; this one has {reason.Length}.");
        }

        Comparison chosen = await comparisons.ChooseAsync(profile.Tenant, id, caller.Actor, choice, reason, cancellationToken);
        return new(
            id, request.Choice!, chosen.MessageId, await NumberAsync(chosen.AVersionId), await NumberAsync(chosen.BVersionId));

        async Task<int?> NumberAsync(Guid? version) =>
            version is { } known ? (await versions.FindAsync(profile.Tenant, known, cancellationToken))?.Number : null;
    }

    private sealed record NewComparison(Guid? MessageId, int? Version, Guid? OtherMessageId);

    private sealed record ChoiceRequest(string? Choice, string? Reason);

    private sealed record BlindView(Guid Id, string Question, string A, string B, DateTimeOffset CreatedAt)
    {
        public static BlindView Of(Comparison comparison) => new(
            comparison.Id, comparison.Question, comparison.AText, comparison.BText, comparison.CreatedAt);
    }

    private sealed record RevealedView(Guid Id, string Choice, Guid MessageId, int? VersionOfA, int? VersionOfB);
}
