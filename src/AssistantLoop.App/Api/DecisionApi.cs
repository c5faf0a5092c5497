using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api;

/// <summary>The pieces of feedback, and agents' decisions on them.</summary>
public static class DecisionApi
{
    private const int MaxReason = 500;

    /// <summary>Maps /api/feedback and /api/identities.</summary>
    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/feedback", ListAsync);
        routes.MapPost("/api/feedback/{pairId:guid}/decision", async (
            Guid pairId, DecisionRequest request, ClaimsPrincipal caller, PairDecisions decisions, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            await decisions.DecideAsync(
                profile.Tenant, pairId, request.Parsed(), request.Why(), caller.Actor, cancellationToken);
            return Results.NoContent();
        });
        routes.MapPost("/api/identities/{id}/decision", async (
            string id, DecisionRequest request, ClaimsPrincipal caller, PairDecisions decisions, BusinessProfile profile, CancellationToken cancellationToken) =>
            new
            {
                pieces = await decisions.DecideIdentityAsync(
                profile.Tenant, id, request.Parsed(), request.Why(), caller.Actor, cancellationToken)
            });
    }

    private static async Task<ListPage<FeedbackView>> ListAsync(
        FeedbackList feedback,
        BusinessProfile profile,
        string? kind,
        string? decision,
        string? cause,
        string? identity,
        [AsParameters] ListParameters list,
        CancellationToken cancellationToken)
    {
        FeedbackFilter filter = new()
        {
            Kind = WireNames.Parse<PairKind>(kind, "kind"),
            Decision = WireNames.Parse<PairDecision>(decision, "decision"),
            Cause = WireNames.Parse<FaultCause>(cause, "cause"),
            Identity = string.IsNullOrEmpty(identity) ? null : identity,
        };
        return (await feedback.ReadAsync(profile.Tenant, filter, list.Read(), cancellationToken)).Select(FeedbackView.Of);
    }

    private sealed record DecisionRequest(string? Decision, string? Reason)
    {
        public PairDecision Parsed() => WireNames.Parse<PairDecision>(Decision, "decision")
            ?? throw new ChatProblemException("failed", "decision is missing: confirmed, excluded or none");

        public string? Why() => string.IsNullOrWhiteSpace(Reason) ? null
            : Reason.Length <= MaxReason ? Reason.Trim()
            : throw new ChatProblemException("failed", $"reason may have {MaxReason} characters; given: {Reason.Length}");
    }
}
