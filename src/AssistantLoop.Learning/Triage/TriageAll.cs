using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>
/// Looks into every bad answer that was not looked into since its feedback or the documents changed. Several processes may
/// do so at once; they find the same.
/// </summary>
public sealed class TriageAll(TriageStore store, TriageReplay replay)
{
    private const int Batch = 100;

    /// <summary>Looks into all that is due.</summary>
    /// <returns>How many answers that were.</returns>
    public Task<int> RunAsync(string tenant, CancellationToken cancellationToken) =>
        RunAsync(tenant, int.MaxValue, cancellationToken);

    /// <summary>Looks into at most so many, the oldest first.</summary>
    /// <returns>How many answers that were.</returns>
    public async Task<int> RunAsync(string tenant, int limit, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < limit)
        {
            IReadOnlyList<TriageCase> due =
                await store.DueAsync(tenant, Math.Min(Batch, limit - done), cancellationToken);
            List<NewTriageResult> results = [];
            foreach (TriageCase bad in due)
            {
                TriageFinding finding = TriageRule.Decide(await replay.RunAsync(tenant, bad, cancellationToken));
                results.Add(new(bad.MessageId, finding.Cause, finding.Evidence.Write(), bad.Stamp));
            }

            if (results.Count == 0)
            {
                break;
            }

            await store.StoreAsync(tenant, results, cancellationToken);
            done += results.Count;
        }

        return done;
    }
}
