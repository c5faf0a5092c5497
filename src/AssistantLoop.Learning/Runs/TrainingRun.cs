using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Training;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// One run of the loop, from feedback to a decision: data set, adapter, version, comparison of candidate and serving, gate,
/// promotion or not. Everything it writes goes under the run's lease, and what an earlier worker of the run has made is not
/// made again.
/// </summary>
/// <param name="data">The run's data set.</param>
/// <param name="comparison">Compares versions.</param>
/// <param name="leases">The run's side of the queue.</param>
/// <param name="versions">The registry.</param>
/// <param name="artefacts">Where the adapter is kept.</param>
/// <param name="baseModel">Opens the base model at its first use.</param>
/// <param name="profile">The business.</param>
/// <param name="reached">Is told of each step as it is reached.</param>
public sealed class TrainingRun(
    RunData data,
    RunComparison comparison,
    RunLeases leases,
    VersionStore versions,
    IArtefactStore artefacts,
    Func<ModelFolder> baseModel,
    BusinessProfile profile,
    Action<RunStep>? reached = null)
{
    /// <summary>How often a run compares anew because another version was promoted meanwhile.</summary>
    private const int MostComparisons = 3;

    private const string ResultFile = "result.json";

    /// <summary>The business whose runs these are.</summary>
    public string Tenant => profile.Tenant;

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
        RunSuites suites = RunSuites.Load(profile);
        await SayAsync(lease, new("state") { State = "running", Message = "Building the data set" }, cancellationToken);
        BuiltDataSet built = await data.BuildAsync(leased, suites.All, folder, cancellationToken);
        await SayAsync(lease, new("state") { State = "running", Message = Told(built) }, cancellationToken);
        reached?.Invoke(RunStep.DataSetBuilt);

        AdapterTraining training = new(baseModel(), built, RunRequest.Read(leased.Run.Recipe), threads);
        await SayAsync(lease, new("state") { State = "running", Message = training.Told }, cancellationToken);
        reached?.Invoke(RunStep.RecipeChosen);
        TuningResult trained = await training.RunAsync(folder, at => TrainedAsync(lease, at, cancellationToken), cancellationToken);
        reached?.Invoke(RunStep.Trained);

        AssistantVersion candidate = await CandidateAsync(leased, built, folder, cancellationToken);
        await leases.BeginEvaluationAsync(lease, cancellationToken);
        reached?.Invoke(RunStep.EvaluationBegun);
        for (int tries = 1; ; tries++)
        {
            AssistantVersion against = await AgainstAsync(lease.Tenant, candidate, cancellationToken);
            RunResult? result = folder.Read<RunResult>(ResultFile);
            if (result is null)
            {
                result = await comparison.RunAsync(
                    lease, suites, built, training.Recipe, trained, against, candidate, folder, reached, cancellationToken);
                folder.Save(ResultFile, result);
                reached?.Invoke(RunStep.ReportKept);
            }

            try
            {
                await DecideAsync(lease, against, candidate, result, cancellationToken);
            }
            catch (ConflictException) when (tries < MostComparisons)
            {
                // Someone promoted another version while this one was compared with the one before it.
                File.Delete(folder.At(ResultFile));
                continue;
            }

            reached?.Invoke(RunStep.Decided);
            await leases.EndAsync(
                lease, result.Promoted ? RunState.Succeeded : RunState.Rejected, result.Write(), error: null, cancellationToken);
            reached?.Invoke(RunStep.Ended);
            return result;
        }
    }

    private static string Told(BuiltDataSet built)
    {
        DataSetManifest manifest = built.Manifest;
        string left = (manifest.Dropped.Values.Sum(), manifest.Quarantined.Values.Sum()) switch
        {
            (0, 0) => "",
            (int dropped, 0) => $", {dropped} left out",
            (int dropped, int quarantined) => $", {dropped} left out, {quarantined} in quarantine",
        };
        return $"Training on {manifest.Train.Pieces} samples, {manifest.HeldOut.Pieces} held out{left}; data set {built.Hash[..12]}";
    }

    private async Task<AssistantVersion> CandidateAsync(
        LeasedRun leased, BuiltDataSet built, RunFolder folder, CancellationToken cancellationToken)
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
                DataSetHash = built.Hash,
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
                lease.Tenant, candidate.Id, lease.Worker, $"trained on data set {built.Hash[..12]}", lease, cancellationToken);
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

    private async Task DecideAsync(
        RunLease lease, AssistantVersion against, AssistantVersion candidate, RunResult result, CancellationToken cancellationToken)
    {
        AssistantVersion now = (await versions.FindAsync(lease.Tenant, candidate.Id, cancellationToken))!;
        if (now.Status != VersionStatus.Candidate)
        {
            // The worker before decided, and was killed before the run's end.
            return;
        }

        const string gate = "gate";
        string became;
        switch (result.Outcome)
        {
            case Outcome.Promote:
                await versions.PromoteAsync(
                    lease.Tenant, candidate.Id, gate, result.Decision, lease, cancellationToken, insteadOf: against.Id);
                became = $"The gate passed; version {candidate.Number} serves.";
                break;
            case Outcome.Reject:
                await versions.RejectAsync(lease.Tenant, candidate.Id, gate, result.Decision, lease, cancellationToken);
                became = $"The gate did not pass; version {candidate.Number} is rejected.";
                break;
            default:
                await versions.LeaveUndecidedAsync(lease.Tenant, candidate.Id, gate, result.Decision, lease, cancellationToken);
                became = $"The gate has not enough evidence; version {candidate.Number} waits for a person to decide.";
                break;
        }

        await SayAsync(
            lease,
            new("evaluation") { Message = $"{became} {result.Decision}" },
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
