using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>A run's data set: the one that it has already, or one of all feedback so far, once bad answers were looked into.</summary>
public sealed class RunData(DataSetBuilder builder, DataSetStore dataSets, IArtefactStore artefacts, TriageAll triage)
{
    /// <summary>Reads or builds the data set.</summary>
    /// <param name="leased">The run.</param>
    /// <param name="suites">What evaluations ask, on which nothing may be trained.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellationToken">Stops the build; nothing is stored then.</param>
    /// <exception cref="TooFewSamplesException">There is too little to learn from.</exception>
    public async Task<BuiltDataSet> BuildAsync(
        LeasedRun leased, IReadOnlyList<Suite> suites, RunFolder folder, CancellationToken cancellationToken)
    {
        RunLease lease = leased.Lease;
        if (leased.Run.DataSetHash is { } hash && await dataSets.FindAsync(lease.Tenant, hash, cancellationToken) is { } known)
        {
            return DataSetFiles.Read(await artefacts.OpenAsync(known.ArtefactHash, cancellationToken));
        }

        await triage.RunAsync(lease.Tenant, cancellationToken);
        return await builder.BuildAsync(lease, [.. suites.Select(Texts)], folder.At("data"), cancellationToken);
    }

    private static SuiteTexts Texts(Suite suite) => new(
        suite.Name,
        [.. suite.Cases.SelectMany(asked => asked.Before.Select(turn => turn.Question).Append(asked.Question)).Distinct()],
        [.. suite.Cases.SelectMany(asked => asked.Expect.Append(asked.Answer ?? "")).Where(text => text.Length > 0).Distinct()]);
}
