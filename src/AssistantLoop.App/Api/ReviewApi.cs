using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Review;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Lists;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>The agents' queue: which answer to look at next and why, whose it is, and putting one aside.</summary>
public static class ReviewApi
{
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

    private static async Task<ListPage<ReviewView>> ListAsync(
        WaitingAnswers queue,
        VersionStore versions,
        ReviewDetails details,
        BusinessProfile profile,
        string? label,
        string? reason,
        int? version,
        string? assignee,
        [AsParameters] ListParameters list,
        CancellationToken cancellationToken)
    {
        AssistantVersion? wanted = version is { } number
            ? await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken)
                ?? throw new NotFoundException("version", $"{number}", profile.Tenant)
            : null;
        ReviewFilter filter = new()
        {
            Label = Given(label),
            Reason = Given(reason),
            VersionId = wanted?.Id,
            Assignee = Given(assignee),
        };
        ListPage<RankedItem> page = await queue.ReadAsync(profile.Tenant, filter, list.Read(), cancellationToken);
        List<ReviewView> rows = [];
        foreach (RankedItem ranked in page.Items)
        {
            if (await details.OfAsync(ranked, cancellationToken) is { } view)
            {
                rows.Add(view);
            }
        }

        return new(rows, page.Total, page.Page, page.PageSize);
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed record DismissRequest(bool? Dismissed);

    private sealed record AssignRequest(string? Agent);
}
