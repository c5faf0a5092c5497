using AssistantLoop.App.Answers;
using AssistantLoop.App.Tenancy;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage.Runs;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>The console's socket: a run's progress as it happens.</summary>
public sealed class ConsoleHub(RunStore runs, RunFollower follower, Tenants tenants) : Hub
{
    /// <summary>A run's events after a sequence number (0 for all); ends when the run ends.</summary>
    public async Task<IAsyncEnumerable<RunEvent>> WatchRun(
        string? runId, int afterSequence, CancellationToken cancellationToken) =>
        Guid.TryParse(runId, out Guid id) && await runs.FindAsync(Tenant, id, cancellationToken) is not null
            ? follower.FollowAsync(Tenant, id, afterSequence, cancellationToken)
            : throw new ChatProblemException("unknown_run", "There is no such run.");

    private string Tenant => tenants.Of(Context.User).Profile.Tenant;
}
