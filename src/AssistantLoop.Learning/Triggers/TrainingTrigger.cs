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

    /// <summary>Queues a run if there are at least <paramref name="threshold"/> corrections that no data set holds yet.</summary>
    /// <returns>The run, or null where there are fewer or one is open.</returns>
    public async Task<Run?> CheckAsync(string tenant, int threshold, CancellationToken cancellationToken)
    {
        int found = (await pairs.CountUnusedAsync(tenant, cancellationToken)).Corrections;
        return threshold > 0 && found >= threshold
            ? await RequestAsync(tenant, "trigger", $"{found} new corrections", cancellationToken)
            : null;
    }
}
