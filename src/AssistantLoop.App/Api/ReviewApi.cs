using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Review;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>The agents' queue: which answer to look at next and why, whose it is, and putting one aside.</summary>
public static class ReviewApi
{
    private const int MaxRows = 200;
    private const int MaxName = 100;

    /// <summary>Maps /api/review.</summary>
    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/review", ListAsync);
        routes.MapPost("/api/review/{id:guid}/dismiss", async (
            Guid id, DismissRequest request, ClaimsPrincipal caller, ReviewStore review, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await review.DismissAsync(profile.Tenant, id, request.Dismissed ?? true, caller.Actor, cancellationToken);
            return Results.NoContent();
        });
        routes.MapPost("/api/review/{id:guid}/assign", async (
            Guid id, AssignRequest request, ClaimsPrincipal caller, ReviewStore review, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            string? name = string.IsNullOrWhiteSpace(request.Agent) ? null
                : request.Agent.Length <= MaxName ? request.Agent.Trim()
                : throw new ChatProblemException("failed", $"agent may have {MaxName} characters; given: {request.Agent.Length}");
            await review.AssignAsync(profile.Tenant, id, name, caller.Actor, cancellationToken);
            return Results.NoContent();
        });
    }

    private static async Task<IReadOnlyList<ReviewView>> ListAsync(
        WaitingAnswers queue,
        VersionStore versions,
        ReviewDetails details,
        BusinessProfile profile,
        string? label,
        string? reason,
        int? version,
        string? assignee,
        string? after,
        int? limit,
        CancellationToken cancellationToken)
    {
        AssistantVersion? wanted = version is { } number
            ? await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken)
                ?? throw new NotFoundException("version", $"{number}", profile.Tenant)
            : null;
        ReviewFilter filter = new()
        {
            Label = label,
            Reason = reason,
            VersionId = wanted?.Id,
            Assignee = assignee,
            After = after is null ? null
                : ReviewPlace.Parse(after) ?? throw new ChatProblemException("failed", $"after must be the place of an answer; given: {after}"),
            Limit = Math.Clamp(limit ?? 50, 1, MaxRows),
        };
        List<ReviewView> rows = [];
        foreach (RankedItem ranked in await queue.ReadAsync(profile.Tenant, filter, cancellationToken))
        {
            if (await details.OfAsync(ranked, cancellationToken) is { } view)
            {
                rows.Add(view);
            }
        }

        return rows;
    }

    private sealed record DismissRequest(bool? Dismissed);

    private sealed record AssignRequest(string? Agent);
}
