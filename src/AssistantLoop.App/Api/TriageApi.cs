using System.Security.Claims;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>Why answers were bad, and what the documents lack.</summary>
public static class TriageApi
{
    private const int MaxRows = 200;

    /// <summary>Maps /api/triage and /api/knowledge-gaps.</summary>
    public static void MapTriage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/triage", async (
            TriageStore triage, BusinessProfile profile, int? limit, CancellationToken cancellationToken) =>
            (await triage.ListAsync(profile.Tenant, Math.Clamp(limit ?? 50, 1, MaxRows), cancellationToken)).Select(TriageView.Of));
        routes.MapGet("/api/triage/{id:guid}", async (
            Guid id, TriageStore triage, BusinessProfile profile, CancellationToken cancellationToken) =>
            TriageView.Of(await triage.FindAsync(profile.Tenant, id, cancellationToken)
                ?? throw new NotFoundException("triaged answer", id.ToString(), profile.Tenant)));
        routes.MapPost("/api/triage/{id:guid}/cause", async (
            Guid id, CauseRequest request, ClaimsPrincipal caller, TriageStore triage, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            FaultCause? cause = WireNames.Parse<FaultCause>(request.Cause, "cause");
            await triage.OverruleAsync(profile.Tenant, id, cause, caller.Actor, cancellationToken);
            return Results.NoContent();
        });
        routes.MapGet("/api/knowledge-gaps", async (
            KnowledgeGaps gaps, BusinessProfile profile, CancellationToken cancellationToken) =>
            (await gaps.ReadAsync(profile.Tenant, cancellationToken)).Take(MaxRows).Select(GapView.Of));
    }

    private sealed record CauseRequest(string? Cause);
}

/// <summary>A gap in what the documents give, as the API and the command line say it.</summary>
public sealed record GapView(
    string Question,
    IReadOnlyList<string> Questions,
    int Count,
    string Cause,
    string? RightAnswer,
    IReadOnlyList<string> Documents,
    bool Mended,
    string ToDo,
    IReadOnlyList<Guid> MessageIds)
{
    /// <summary>The view of a gap.</summary>
    public static GapView Of(KnowledgeGap gap) => new(
        gap.Question, gap.Questions, gap.Count, WireNames.Of(gap.Cause), gap.RightAnswer, gap.Documents, gap.IsMended, gap.ToDo, gap.MessageIds);
}
