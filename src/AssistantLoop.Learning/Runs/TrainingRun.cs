using System.Text.Json;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Impact;
using AssistantLoop.Models;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Training;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// One run of the loop, from feedback to a decision: data set, adapter, version, evaluation of candidate against
/// serving, gate, promotion or rejection. Everything it writes goes under the run's lease, and what an earlier worker of
/// the run has made is not made again.
/// </summary>
/// <param name="dataSets">Builds the data set.</param>
/// <param name="pairs">The feedback that the data set is made of.</param>
/// <param name="leases">The run's side of the queue.</param>
/// <param name="versions">The registry.</param>
/// <param name="impact">What corrections did.</param>
/// <param name="artefacts">Where adapter, data set and report are kept.</param>
/// <param name="trial">What asks versions; made at its first use, as it loads the engine.</param>
/// <param name="baseModel">Opens the base model at its first use.</param>
/// <param name="profile">The business.</param>
/// <param name="reached">Is told of each step as it is reached.</param>
public sealed class TrainingRun(
    DataSetBuilder dataSets,
    PreferencePairs pairs,
    RunLeases leases,
    VersionStore versions,
    ImpactStore impact,
    IArtefactStore artefacts,
    Func<VersionTrial> trial,
    Func<ModelFolder> baseModel,
    BusinessProfile profile,
    Action<RunStep>? reached = null)
{
    /// <summary>How often a run compares anew because another version was promoted meanwhile.</summary>
    private const int MostComparisons = 3;

    private const string ResultFile = "result.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs to the decision; on return the run has ended as succeeded or rejected.</summary>
    /// <param name="leased">The run and its lease.</param>
    /// <param name="folder">The run's folder; the caller removes it.</param>
    /// <param name="threads">Threads to train with.</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    /// <exception cref="TooFewSamplesException">There is too little to learn from.</exception>
    /// <exception cref="StaleLeaseException">Another worker has taken the run.</exception>
    public async Task<RunResult> RunAsync(
        LeasedRun leased, RunFolder folder, int threads, CancellationToken cancellationToken)
    {
        RunLease lease = leased.Lease;
        reached?.Invoke(RunStep.Leased);
        Suite suite = Suite.Load(profile.Suite);
        BuiltDataSet data = await DataAsync(leased, suite, folder, cancellationToken);
        reached?.Invoke(RunStep.DataSetBuilt);

        RunRequest request = RunRequest.Read(leased.Run.Recipe);
        AdapterTraining training = new(baseModel(), data, request, threads);
        await SayAsync(lease, new("state") { State = "running", Message = training.Told }, cancellationToken);
        reached?.Invoke(RunStep.RecipeChosen);
        TuningResult trained = await training.RunAsync(folder, at => TrainedAsync(lease, at, cancellationToken), cancellationToken);
        reached?.Invoke(RunStep.Trained);

        AssistantVersion candidate = await CandidateAsync(leased, data, folder, cancellationToken);
        await leases.BeginEvaluationAsync(lease, cancellationToken);
        reached?.Invoke(RunStep.EvaluationBegun);
        for (int tries = 1; ; tries++)
        {
            AssistantVersion against = await AgainstAsync(lease.Tenant, candidate, cancellationToken);
            RunResult result = folder.Read<RunResult>(ResultFile)
                ?? await CompareAsync(lease, suite, data, trained, against, candidate, folder, cancellationToken);
            try
            {
                await DecideAsync(lease, against, candidate, result, cancellationToken);
                reached?.Invoke(RunStep.Decided);
            }
            catch (ConflictException) when (tries < MostComparisons)
            {
                // Someone promoted another version while this one was compared with the one before it.
                File.Delete(folder.At(ResultFile));
                continue;
            }

            await leases.EndAsync(
                lease, result.Promoted ? RunState.Succeeded : RunState.Rejected, result.Write(), error: null, cancellationToken);
            reached?.Invoke(RunStep.Ended);
            return result;
        }
    }

    private async Task<BuiltDataSet> DataAsync(
        LeasedRun leased, Suite suite, RunFolder folder, CancellationToken cancellationToken)
    {
        RunLease lease = leased.Lease;
        await SayAsync(lease, new("state") { State = "running", Message = "Building the data set" }, cancellationToken);
        BuiltDataSet data = await dataSets.BuildAsync(
            lease, suite.Cases.Select(asked => asked.Question), folder.At("data"), cancellationToken);
        await SayAsync(
            lease,
            new("state")
            {
                State = "running",
                Message = $"Training on {data.Train.Count} samples, {data.HeldOut.Count} held out; data set {data.Hash[..12]}",
            },
            cancellationToken);
        return data;
    }

    private async Task<AssistantVersion> CandidateAsync(
        LeasedRun leased, BuiltDataSet data, RunFolder folder, CancellationToken cancellationToken)
    {
        RunLease lease = leased.Lease;
        AssistantVersion serving = await ServingAsync(lease.Tenant, cancellationToken);
        string adapter = await artefacts.PutAsync(folder.Adapter, cancellationToken);
        reached?.Invoke(RunStep.AdapterKept);
        AssistantVersion candidate = await versions.AddAsync(
            lease.Tenant,
            new NewVersion
            {
                BaseHash = serving.BaseHash,
                AdapterHash = adapter,
                PromptHash = serving.PromptHash,
                StyleHash = serving.StyleHash,
                DataSetHash = data.Hash,
                RunId = leased.Run.Id,
                ParentId = serving.Id,
            },
            lease.Worker,
            lease,
            cancellationToken);
        reached?.Invoke(RunStep.VersionAdded);
        if (candidate.Status == VersionStatus.Staged)
        {
            candidate = await versions.NominateAsync(
                lease.Tenant, candidate.Id, lease.Worker, $"trained on data set {data.Hash[..12]}", lease, cancellationToken);
        }

        reached?.Invoke(RunStep.Nominated);
        return candidate;
    }

    /// <summary>What the candidate is compared with: the serving version, or where itself serves already, its parent.</summary>
    private async Task<AssistantVersion> AgainstAsync(
        string tenant, AssistantVersion candidate, CancellationToken cancellationToken)
    {
        AssistantVersion serving = await ServingAsync(tenant, cancellationToken);
        return serving.Id == candidate.Id
            ? (await versions.FindAsync(tenant, candidate.ParentId!.Value, cancellationToken))!
            : serving;
    }

    private async Task<AssistantVersion> ServingAsync(string tenant, CancellationToken cancellationToken) =>
        await versions.ServingAsync(tenant, cancellationToken)
            ?? throw new ConflictException($"No version serves {tenant}; start the server once.");

    private async Task<RunResult> CompareAsync(
        RunLease lease,
        Suite suite,
        BuiltDataSet data,
        TuningResult trained,
        AssistantVersion against,
        AssistantVersion candidate,
        RunFolder folder,
        CancellationToken cancellationToken)
    {
        SuiteResult before = await MeasureAsync(lease, suite, against, folder, cancellationToken);
        reached?.Invoke(RunStep.ServingMeasured);
        SuiteResult after = await MeasureAsync(lease, suite, candidate, folder, cancellationToken);
        await versions.SetMetricsAsync(
            lease.Tenant, candidate.Id, JsonSerializer.Serialize(after.Metrics, s_json), lease, cancellationToken);
        reached?.Invoke(RunStep.CandidateMeasured);
        IReadOnlyList<CorrectionOutcome> outcomes = await ReplayAsync(lease, data, candidate, cancellationToken);
        reached?.Invoke(RunStep.CorrectionsReplayed);

        GateDecision decision = Gate.Load(profile.Gate).Decide(before, after);
        string report = MarkdownReport.Write(before, after, decision);
        RunResult result = new(
            candidate.Number,
            decision.Promote,
            decision.Reason,
            trained.Examples,
            trained.Duration.TotalSeconds,
            trained.Losses[0],
            trained.Losses[^1],
            trained.HeldOutBefore?.Loss,
            trained.HeldOutAfter?.Loss,
            report);
        folder.Save(ResultFile, result);
        reached?.Invoke(RunStep.ReportKept);
        return result;
    }

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
        await SayAsync(
            lease,
            new("evaluation") { Step = result.Cases.Count, Steps = suite.Cases.Count, Message = $"Version {version.Number}: {metrics}" },
            cancellationToken);
        return result;
    }

    private async Task<IReadOnlyList<CorrectionOutcome>> ReplayAsync(
        RunLease lease, BuiltDataSet data, AssistantVersion candidate, CancellationToken cancellationToken)
    {
        HashSet<Guid> members = [.. data.Manifest.Corrections];
        StoredPair[] corrections =
        [
            .. (await pairs.ReadAllAsync(lease.Tenant, int.MaxValue, cancellationToken))
                .Where(pair => pair.Kind == PairKind.Correction && members.Contains(pair.Id))
                .TakeLast(CorrectionReplay.Most),
        ];
        IReadOnlyList<CorrectionOutcome> outcomes = await trial().ReplayAsync(candidate, corrections, cancellationToken);
        await impact.WriteAsync(candidate.Id, outcomes, lease, cancellationToken);
        await SayAsync(
            lease,
            new("evaluation") { Message = $"Corrections asked again: {new VersionImpact(candidate.Number, candidate.Id, outcomes)}" },
            cancellationToken);
        return outcomes;
    }

    private async Task DecideAsync(
        RunLease lease, AssistantVersion against, AssistantVersion candidate, RunResult result, CancellationToken cancellationToken)
    {
        AssistantVersion now = (await versions.FindAsync(lease.Tenant, candidate.Id, cancellationToken))!;
        if (now.Status != VersionStatus.Candidate)
        {
            // The worker before decided, and was killed before the run's end.
            return;
        }

        if (result.Promoted)
        {
            await versions.PromoteAsync(
                lease.Tenant, candidate.Id, "gate", result.Decision, lease, cancellationToken, insteadOf: against.Id);
        }
        else
        {
            await versions.RejectAsync(lease.Tenant, candidate.Id, "gate", result.Decision, lease, cancellationToken);
        }

        await SayAsync(
            lease,
            new("evaluation")
            {
                Message = $"The gate {(result.Promoted ? "passed; version" : "did not pass; version")} {candidate.Number} "
                    + $"{(result.Promoted ? "serves" : "is rejected")}. {result.Decision}",
            },
            cancellationToken);
    }

    private async Task TrainedAsync(RunLease lease, TrainingProgress at, CancellationToken cancellationToken)
    {
        await SayAsync(
            lease,
            new("progress")
            {
                Step = at.Step,
                Steps = at.Steps,
                Epoch = at.Epoch,
                Loss = at.Loss,
                HeldOutLoss = at.HeldOutLoss,
                TokensPerSecond = at.TokensPerSecond,
                SecondsLeft = at.Remaining.TotalSeconds,
            },
            cancellationToken);
        reached?.Invoke(RunStep.StepTrained);
    }

    private async Task SayAsync(RunLease lease, RunEvent happened, CancellationToken cancellationToken) =>
        await leases.AppendProgressAsync(lease, happened.Write(), cancellationToken);
}
