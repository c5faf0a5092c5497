using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Impact;

namespace AssistantLoop.App.Api;

/// <summary>What agents' corrections did.</summary>
public static class ImpactApi
{
    private const int MaxVersions = 50;

    /// <summary>Maps /api/impact.</summary>
    public static void MapImpact(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/impact", async (
            ImpactStore impact, BusinessProfile profile, string? author, int? limit, CancellationToken cancellationToken) =>
            (await impact.ReadAsync(
                profile.Tenant, author, Math.Clamp(limit ?? 10, 1, MaxVersions), cancellationToken)).Select(ImpactView.Of));
}

/// <summary>What corrections did in one version, as clients see it.</summary>
public sealed record ImpactView(
    int Version, string Summary, int Entered, int Fixed, int Better, int Same, int Worse, IReadOnlyList<OutcomeView> Corrections)
{
    /// <summary>The view of an impact.</summary>
    public static ImpactView Of(VersionImpact impact) => new(
        impact.Version,
        $"{impact}",
        impact.Outcomes.Count,
        impact.Count(CorrectionVerdict.Fixed),
        impact.Count(CorrectionVerdict.Better),
        impact.Count(CorrectionVerdict.Same),
        impact.Count(CorrectionVerdict.Worse),
        [
            .. impact.Outcomes.Select(outcome => new OutcomeView(
                outcome.MessageId,
                outcome.Author,
                outcome.Verdict.ToString().ToLowerInvariant(),
                outcome.Before,
                outcome.After,
                outcome.Correction,
                outcome.Answer)),
        ]);
}

/// <summary>What one correction did, as clients see it: the old and the new answer's likeness to it, 0 to 1.</summary>
public sealed record OutcomeView(
    Guid MessageId, string Author, string Verdict, double Before, double After, string Correction, string Answer);
