using System.Text.Json;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Impact;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// Compares a candidate with the version that serves: both are asked the suites, the corrections are asked again, the gate
/// decides and the report is kept. Answers that an earlier worker of the run got are not asked for again.
/// </summary>
/// <param name="pairs">The feedback.</param>
/// <param name="dataSets">The data sets.</param>
/// <param name="leases">The run's side of the queue.</param>
/// <param name="versions">The registry.</param>
/// <param name="impact">What corrections did.</param>
/// <param name="artefacts">Where the report is kept.</param>
/// <param name="trial">What asks versions; made at its first use, as it loads the engine.</param>
/// <param name="profile">The business.</param>
/// <param name="time">The clock of the report's date.</param>
public sealed class RunComparison(
    PreferencePairs pairs,
    DataSetStore dataSets,
    RunLeases leases,
    VersionStore versions,
    ImpactStore impact,
    IArtefactStore artefacts,
    Func<VersionTrial> trial,
    BusinessProfile profile,
    TimeProvider time)
{
    private const int PageSize = 1_000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Compares.</summary>
    /// <param name="lease">The run's lease.</param>
    /// <param name="suites">What is asked.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="trained">What training did.</param>
    /// <param name="against">The version that serves.</param>
    /// <param name="candidate">The version that was trained.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="reached">Is told of each step.</param>
    /// <param name="cancellationToken">Stops between answers.</param>
    internal async Task<RunResult> RunAsync(
        RunLease lease,
        RunSuites suites,
        BuiltDataSet data,
        RecipeChoice recipe,
        TuningResult trained,
        AssistantVersion against,
        AssistantVersion candidate,
        RunFolder folder,
        Action<RunStep>? reached,
        CancellationToken cancellationToken)
    {
        SuiteResult before = await MeasureAsync(lease, suites.Own, against, folder, cancellationToken);
        SuiteResult? generalBefore = suites.General is { } general
            ? await MeasureAsync(lease, general, against, folder, cancellationToken)
            : null;
        reached?.Invoke(RunStep.ServingMeasured);
        SuiteResult after = await MeasureAsync(lease, suites.Own, candidate, folder, cancellationToken);
        SuiteResult? generalAfter = suites.General is { } same
            ? await MeasureAsync(lease, same, candidate, folder, cancellationToken)
            : null;
        await versions.SetMetricsAsync(
            lease.Tenant, candidate.Id, JsonSerializer.Serialize(after.Metrics, s_json), lease, cancellationToken);
        reached?.Invoke(RunStep.CandidateMeasured);
        VersionImpact did = await ReplayAsync(lease, data, candidate, cancellationToken);
        reached?.Invoke(RunStep.CorrectionsReplayed);

        GateEvidence evidence = new() { GeneralBefore = generalBefore, GeneralAfter = generalAfter, Numbers = Numbers(trained) };
        GateDecision decision = Gate.Load(profile.Gate).Decide(before, after, evidence);
        DataSet stored = (await dataSets.FindAsync(lease.Tenant, data.Hash, cancellationToken))!;
        ReportData report = new()
        {
            Before = before,
            After = after,
            GeneralBefore = generalBefore,
            GeneralAfter = generalAfter,
            Decision = decision,
            BeforeName = $"version {against.Number}",
            AfterName = $"version {candidate.Number}",
            Business = profile.Business,
            Made = time.GetUtcNow(),
            Training = RunReport.Summary(
                data, await artefacts.OpenAsync(stored.ArtefactHash, cancellationToken), recipe, trained, folder),
        };
        string text = RunReport.Write(folder.At("report"), report, folder);
        string hash = await artefacts.PutAsync(folder.At("report"), cancellationToken);
        return new(
            candidate.Number,
            decision.Promote,
            decision.Reason,
            trained.Examples,
            trained.Duration.TotalSeconds,
            trained.Losses[0],
            trained.Losses[^1],
            trained.HeldOutBefore?.Loss,
            trained.HeldOutAfter?.Loss,
            text,
            decision.Outcome,
            hash,
            $"{did}");
    }

    private static Dictionary<string, (double Before, double After)> Numbers(TuningResult trained) =>
        trained is { HeldOutBefore: { } before, HeldOutAfter: { } after }
            ? new() { ["held_out_loss"] = (before.Loss, after.Loss) }
            : [];

    private async Task<SuiteResult> MeasureAsync(
        RunLease lease, Suite suite, AssistantVersion version, RunFolder folder, CancellationToken cancellationToken)
    {
        string file = $"suite-{version.Id:N}-{suite.Hash[..12]}.json";
        if (folder.Read<SuiteResult>(file) is { } measured)
        {
            return measured;
        }

        SuiteResult result = await trial().MeasureAsync(suite, version, cancellationToken);
        folder.Save(file, result);
        string metrics = string.Join(
            ", ", result.Metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.###}")));
        RunEvent told = new("evaluation")
        {
            Step = result.Cases.Count,
            Steps = suite.Cases.Count,
            Message = $"Version {version.Number}, {suite.Name}: {metrics}",
        };
        await leases.AppendProgressAsync(lease, told.Write(), cancellationToken);
        return result;
    }

    private async Task<VersionImpact> ReplayAsync(
        RunLease lease, BuiltDataSet data, AssistantVersion candidate, CancellationToken cancellationToken)
    {
        VersionImpact did = new(
            candidate.Number,
            candidate.Id,
            await trial().ReplayAsync(
                candidate, await NewestCorrectionsAsync(lease.Tenant, data.Hash, cancellationToken), cancellationToken));
        await impact.WriteAsync(candidate.Id, did.Outcomes, lease, cancellationToken);
        RunEvent told = new("evaluation") { Message = $"Corrections asked again: {did}" };
        await leases.AppendProgressAsync(lease, told.Write(), cancellationToken);
        return did;
    }

    // Page by page: a business may have more feedback than fits in memory.
    private async Task<IReadOnlyList<StoredPair>> NewestCorrectionsAsync(
        string tenant, string dataSetHash, CancellationToken cancellationToken)
    {
        HashSet<Guid> members = [.. await dataSets.MembersAsync(tenant, dataSetHash, cancellationToken)];
        List<StoredPair> newest = [];
        IReadOnlyList<StoredPair> page = [];
        do
        {
            page = await pairs.ReadAfterAsync(tenant, page.Count == 0 ? Guid.Empty : page[^1].Id, PageSize, cancellationToken);
            newest.AddRange(page.Where(pair => pair.Kind == PairKind.Correction && members.Contains(pair.Id)));
            newest.RemoveRange(0, Math.Max(0, newest.Count - CorrectionReplay.Most));
        }
        while (page.Count == PageSize);

        return newest;
    }
}

/// <summary>What a run asks, the business's own suite and the general one where there is one, and what it asks never.</summary>
internal sealed record RunSuites(Suite Own, Suite? General, IReadOnlyList<Suite> HeldOut)
{
    public static RunSuites Load(BusinessProfile profile) => new(
        Suite.Load(profile.Suite),
        profile.GeneralSuite is { } general ? Suite.Load(general) : null,
        [.. profile.HeldOut.Select(Suite.Load)]);

    /// <summary>All whose texts nothing may be trained on.</summary>
    public IReadOnlyList<Suite> All => [Own, .. General is null ? Array.Empty<Suite>() : [General], .. HeldOut];
}
