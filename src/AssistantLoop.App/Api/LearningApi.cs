using System.Security.Claims;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>The loop: how much new data there is, and training runs.</summary>
public static class LearningApi
{
    private const int MaxRows = 100;

    /// <summary>Maps /api/learning and /api/runs.</summary>
    public static void MapLearning(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/learning", StateAsync);
        routes.MapPost("/api/runs", async (
            ClaimsPrincipal caller, TrainingTrigger trigger, BusinessProfile profile, CancellationToken cancellationToken) =>
            await trigger.RequestAsync(profile.Tenant, caller.Actor, "asked for in the console", cancellationToken) is { } run
                ? Results.Accepted($"/api/runs/{run.Id}", RunView.Of(run))
                : throw new ConflictException("A run is open already; wait for its end or cancel it."));
        routes.MapGet("/api/runs", async (
            string? state,
            [AsParameters] ListParameters list,
            RunList runs,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
            (await runs.ReadAsync(profile.Tenant, WireNames.Parse<RunState>(state, "state"), list.Read(), cancellationToken))
                .Select(RunView.Of));
        routes.MapGet("/api/runs/{id:guid}", async (
            Guid id, RunStore runs, BusinessProfile profile, CancellationToken cancellationToken) =>
            RunView.Of(await runs.FindAsync(profile.Tenant, id, cancellationToken)
                ?? throw new NotFoundException("run", id.ToString(), profile.Tenant)));
        routes.MapPost("/api/runs/{id:guid}/cancel", async (
            Guid id, ClaimsPrincipal caller, RunStore runs, BusinessProfile profile, CancellationToken cancellationToken) =>
            RunView.Of(await runs.RequestCancelAsync(profile.Tenant, id, caller.Actor, cancellationToken)));
    }

    private static async Task<LearningView> StateAsync(
        PreferencePairs pairs,
        RunStore runs,
        VersionStore versions,
        BusinessProfile profile,
        AppSettings settings,
        CancellationToken cancellationToken)
    {
        PairCounts counts = await pairs.CountUnusedAsync(profile.Tenant, cancellationToken);
        Run? open = (await runs.ListAsync(profile.Tenant, MaxRows, cancellationToken))
            .FirstOrDefault(run => run.State is RunState.Queued or RunState.Running or RunState.Evaluating);
        AssistantVersion? serving = await versions.ServingAsync(profile.Tenant, cancellationToken);
        return new(
            counts.Telling,
            settings.TrainAfter,
            open is null ? null : RunView.Of(open),
            serving is null ? null : VersionView.Of(serving));
    }

    private sealed record LearningView(int NewPairs, int Threshold, RunView? Running, VersionView? Serving);
}
