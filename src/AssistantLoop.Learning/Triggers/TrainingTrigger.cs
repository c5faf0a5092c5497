using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Triggers;

/// <summary>Queues runs: when asked to, and by itself once enough new corrections are there.</summary>
public sealed class TrainingTrigger(RunStore runs, PreferencePairs pairs)
{
    /// <summary>The kind of run that makes an adapter from corrections by supervised fine-tuning.</summary>
    public const string Kind = "sft";

    /// <summary>Queues a run now.</summary>
    /// <returns>The run, or null where one is open already.</returns>
    public Task<Run?> RequestAsync(string tenant, string by, string reason, CancellationToken cancellationToken) =>
        runs.EnqueueIfIdleAsync(
            tenant, new NewRun(Kind, Recipe: "{}", DataSetHash: null, by, reason), cancellationToken);

    /// <summary>
    /// Queues a run if at least <paramref name="threshold"/> corrections have not been considered yet. One that failed
    /// or was cancelled is not tried again before there is a newer correction.
    /// </summary>
    /// <returns>The run, or null where there are fewer, none is new or one is open.</returns>
    public async Task<Run?> CheckAsync(string tenant, int threshold, CancellationToken cancellationToken)
    {
        int found = (await pairs.CountUnusedAsync(tenant, cancellationToken)).Corrections;
        if (threshold <= 0 || found < threshold)
        {
            return null;
        }

        Run? last = (await runs.ListAsync(tenant, limit: 1, cancellationToken)).SingleOrDefault();
        return last is null || await pairs.NewestCorrectionAsync(tenant, cancellationToken) > last.CreatedAt
            ? await RequestAsync(tenant, "trigger", $"{found} new corrections", cancellationToken)
            : null;
    }
}
