using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Triggers;

/// <summary>
/// Queues runs: when asked to, and by itself once enough new corrections are there, on schedule, or on drift. By itself only
/// for what triage has looked into, since what is for the documents to mend is no reason to train.
/// </summary>
public sealed class TrainingTrigger(RunStore runs, PreferencePairs pairs, TriageAll triage)
{
    /// <summary>The most bad answers that one look has triage look into; the next look goes on.</summary>
    public const int TriagedAtOnce = 200;

    /// <summary>The kind of run that makes an adapter from feedback.</summary>
    public const string Kind = "adapter";

    private const string By = "trigger";

    /// <summary>Queues a run now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <param name="request">What is asked beside the automatic recipe; null: nothing.</param>
    /// <returns>The run, or null where one is open already.</returns>
    public Task<Run?> RequestAsync(
        string tenant, string by, string reason, CancellationToken cancellationToken, RunRequest? request = null) =>
        runs.EnqueueIfIdleAsync(
            tenant, new NewRun(Kind, (request ?? new()).Write(), DataSetHash: null, by, reason), cancellationToken);

    /// <summary>
    /// Queues a run if at least <paramref name="threshold"/> corrections, choices and imported rows have not been considered
    /// yet, and triage leaves as many. Where it has more than <see cref="TriagedAtOnce"/> to look into, a later check decides.
    /// A run that failed or was cancelled is not tried again before there is a newer one.
    /// </summary>
    /// <returns>The run, or null where there are fewer, none is new, triage is not done or a run is open.</returns>
    public async Task<Run?> CheckAsync(string tenant, int threshold, CancellationToken cancellationToken)
    {
        if (threshold <= 0 || await CountAsync() < threshold || !await HasNewAsync(tenant, cancellationToken))
        {
            return null;
        }

        // Triage only takes away from the count, so it need not run below the threshold.
        bool all = await triage.RunAsync(tenant, TriagedAtOnce, cancellationToken) < TriagedAtOnce;
        int found = await CountAsync();
        return all && found >= threshold && await HasNewAsync(tenant, cancellationToken)
            ? await RequestAsync(tenant, By, $"{found} new corrections", cancellationToken)
            : null;

        async Task<int> CountAsync() => (await pairs.CountUnusedAsync(tenant, cancellationToken)).Telling;
    }

    /// <summary>
    /// Queues a run if there is anything new to learn from: a correction, choice or imported row that no data set has
    /// considered, given after the last run was queued.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="reason">Why a run is wanted, such as "scheduled".</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The run, or null where nothing is new or one is open.</returns>
    public async Task<Run?> RequestIfNewAsync(string tenant, string reason, CancellationToken cancellationToken)
    {
        if (!await HasNewAsync(tenant, cancellationToken))
        {
            return null;
        }

        await triage.RunAsync(tenant, TriagedAtOnce, cancellationToken);
        return await HasNewAsync(tenant, cancellationToken) ? await RequestAsync(tenant, By, reason, cancellationToken) : null;
    }

    private async Task<bool> HasNewAsync(string tenant, CancellationToken cancellationToken)
    {
        Run? last = (await runs.ListAsync(tenant, limit: 1, cancellationToken)).SingleOrDefault();
        DateTimeOffset? newest = await pairs.NewestAsync(tenant, cancellationToken);
        return newest is not null && (last is null || newest > last.CreatedAt);
    }
}
