using System.Globalization;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Erasure;

/// <summary>Erases a visitor: rows first, in one transaction, then versions and files, which a later call finishes.</summary>
public sealed class VisitorErasure(ErasureStore store, ErasureLeftovers leftovers, ErasureFinish finish)
{
    private const string Reason = "a visitor was erased whose samples the serving version was trained on";

    /// <summary>Erases, or with <paramref name="dryRun"/> tells what would be erased.</summary>
    /// <exception cref="StorageException">A file cannot be removed; the erasure is finished at the next try.</exception>
    public async Task<ErasureReport> RunAsync(
        string tenant, string visitor, ErasurePolicy policy, string by, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
        {
            return await store.PreviewAsync(tenant, visitor, policy, cancellationToken);
        }

        NewRun successor = new(TrainingTrigger.Kind, Recipe: "{}", DataSetHash: null, by, Reason);
        ErasureReport report = await store.EraseAsync(tenant, visitor, policy, successor, by, cancellationToken);
        AssistantVersion? promoted = await finish.RetireAsync(tenant, by, cancellationToken);
        bool scrubbed = await finish.RemoveTracesAsync(by, cancellationToken);
        return report with { Promoted = promoted?.Number, Problem = await ProblemAsync(tenant, scrubbed, cancellationToken) };
    }

    private async Task<string?> ProblemAsync(string tenant, bool scrubbed, CancellationToken cancellationToken) =>
        await leftovers.RetirementAsync(tenant, cancellationToken) is { } left
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Version {left.Serving.Number} goes on serving: there is no version to take its place; train one.")
        : !scrubbed ? "The database's log is in use by another process; traces in it go at the next try."
        : null;
}
