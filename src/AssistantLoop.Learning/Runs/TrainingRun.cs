using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Training;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// One run of the loop, from corrections to a decision: data set, adapter, version, evaluation of candidate against
/// serving, gate, promotion or rejection. Everything it writes goes under the run's lease.
/// </summary>
/// <param name="dataSets">Builds the data set.</param>
/// <param name="leases">The run's side of the queue.</param>
/// <param name="versions">The registry.</param>
/// <param name="artefacts">Where the adapter is kept.</param>
/// <param name="evaluation">What asks a version the suite's questions; made at its first use, as it loads the engine.</param>
/// <param name="route">Makes a version ready to answer.</param>
/// <param name="baseModel">Opens the base model at its first use.</param>
/// <param name="profile">The business.</param>
public sealed class TrainingRun(
    DataSetBuilder dataSets,
    RunLeases leases,
    VersionStore versions,
    IArtefactStore artefacts,
    Func<SuiteRun> evaluation,
    Func<AssistantVersion, CancellationToken, Task<RoutedVersion>> route,
    Func<ModelFolder> baseModel,
    BusinessProfile profile)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs to the decision; on return the run has ended as succeeded or rejected.</summary>
    /// <param name="leased">The run and its lease.</param>
    /// <param name="workFolder">A folder for temporary files; the caller removes it.</param>
    /// <param name="threads">Threads to train with.</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    /// <exception cref="TooFewSamplesException">There is too little to learn from.</exception>
    /// <exception cref="StaleLeaseException">Another worker has taken the run.</exception>
    public async Task<RunResult> RunAsync(
        LeasedRun leased, string workFolder, int threads, CancellationToken cancellationToken)
    {
        RunLease lease = leased.Lease;
        AssistantVersion serving = await versions.ServingAsync(lease.Tenant, cancellationToken)
            ?? throw new ConflictException($"No version serves {lease.Tenant}; start the server once.");

        Suite suite = Suite.Load(profile.Suite);
        await SayAsync(lease, new("state") { State = "running", Message = "Building the data set" }, cancellationToken);
        BuiltDataSet data = await dataSets.BuildAsync(
            lease,
            [new SuiteTexts(
                suite.Name,
                [.. suite.Cases.Select(asked => asked.Question)],
                [.. suite.Cases.SelectMany(asked => asked.Expect)])],
            workFolder,
            cancellationToken);
        await leases.SetDataSetAsync(lease, data.Hash, cancellationToken);
        await SayAsync(
            lease,
            new("state")
            {
                State = "running",
                Message = $"Training on {data.Manifest.Train.Pieces} samples, {data.Manifest.HeldOut.Pieces} held out; data set {data.Hash[..12]}",
            },
            cancellationToken);

        long begun = Stopwatch.GetTimestamp();
        string folder = Path.Combine(workFolder, "adapter");
        TuningResult trained = await TrainAsync(lease, data, folder, threads, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;

        AssistantVersion candidate = await versions.AddAsync(
            lease.Tenant,
            new NewVersion
            {
                BaseHash = serving.BaseHash,
                AdapterHash = await artefacts.PutAsync(folder, cancellationToken),
                PromptHash = serving.PromptHash,
                StyleHash = serving.StyleHash,
                DataSetHash = data.Hash,
                RunId = leased.Run.Id,
                ParentId = serving.Id,
            },
            lease.Worker,
            lease,
            cancellationToken);
        candidate = await versions.NominateAsync(
            lease.Tenant, candidate.Id, lease.Worker, $"trained on data set {data.Hash[..12]}", lease, cancellationToken);
        await leases.BeginEvaluationAsync(lease, cancellationToken);

        SuiteResult before = await EvaluateAsync(lease, suite, serving, cancellationToken);
        SuiteResult after = await EvaluateAsync(lease, suite, candidate, cancellationToken);
        await versions.SetMetricsAsync(
            lease.Tenant, candidate.Id, JsonSerializer.Serialize(after.Metrics, s_json), lease, cancellationToken);
        GateDecision decision = Gate.Load(profile.Gate).Decide(before, after);
        await DecideAsync(lease, candidate, decision, cancellationToken);

        RunResult result = new(
            candidate.Number,
            decision.Promote,
            decision.Reason,
            trained.Examples,
            seconds,
            trained.Losses[0],
            trained.Losses[^1],
            trained.HeldOutBefore?.Loss,
            trained.HeldOutAfter?.Loss,
            MarkdownReport.Write(before, after, decision));
        await leases.EndAsync(
            lease, decision.Promote ? RunState.Succeeded : RunState.Rejected, result.Write(), error: null, cancellationToken);
        return result;
    }

    /// <summary>
    /// Trains on a thread of its own, since grad mode and thread counts belong to threads. Progress is written by this
    /// method alone, in order, however fast the steps are.
    /// </summary>
    private async Task<TuningResult> TrainAsync(
        RunLease lease, BuiltDataSet data, string folder, int threads, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<TrainingProgress> steps =
            Channel.CreateBounded<TrainingProgress>(
                new BoundedChannelOptions(64)
                {
                    FullMode = BoundedChannelFullMode.DropOldest,
                });
        ModelFolder model = baseModel();
        TrainingSet train = TrainingSet.Of(data.Train.Samples), heldOut = TrainingSet.Of(data.HeldOut.Samples);
        RecipeChoice choice = AutomaticRecipe.Choose(model, train, heldOut, [new Aim(new SftObjective())], threads);
        await SayAsync(lease, new("state") { State = "running", Message = Told(choice) }, cancellationToken);
        Task<TuningResult> training = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    TuningJob job = new()
                    {
                        Base = model,
                        Train = train,
                        HeldOut = heldOut,
                        Recipe = choice.Recipe,
                        DataSetHash = data.Hash,
                        Output = folder,
                    };
                    return FineTuning.Run(job, new ToChannel(steps.Writer), stop.Token);
                }
                finally
                {
                    steps.Writer.Complete();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (TrainingProgress at in steps.Reader.ReadAllAsync(CancellationToken.None))
            {
                await SayAsync(lease, Event(at), cancellationToken);
            }
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAny(training);
            throw;
        }

        return await training;
    }

    private static string Told(RecipeChoice choice)
    {
        string values = string.Join(", ", choice.Reasons.Select(reason => $"{reason.Name} {reason.Value}"));
        string cost = string.Create(
            CultureInfo.InvariantCulture,
            $"{choice.TrainableShare:P2} of the weights learn, about {choice.Memory.Total >> 20} MB");
        return string.Join(" ", [$"Recipe: {values}; {cost}.", .. choice.Warnings]);
    }

    private async Task<SuiteResult> EvaluateAsync(
        RunLease lease, Suite suite, AssistantVersion version, CancellationToken cancellationToken)
    {
        RoutedVersion routed = await route(version, cancellationToken);
        Counter counter = new();
        SuiteResult result = await evaluation().RunAsync(suite, profile, routed, counter, cancellationToken);
        await SayAsync(
            lease,
            new("evaluation")
            {
                Step = counter.Cases,
                Steps = suite.Cases.Count,
                Message = $"Version {version.Number}: "
                    + string.Join(", ", result.Metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.###}"))),
            },
            cancellationToken);
        return result;
    }

    private async Task DecideAsync(
        RunLease lease, AssistantVersion candidate, GateDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Promote)
        {
            await versions.PromoteAsync(lease.Tenant, candidate.Id, "gate", decision.Reason, lease, cancellationToken);
        }
        else
        {
            await versions.RejectAsync(lease.Tenant, candidate.Id, "gate", decision.Reason, lease, cancellationToken);
        }

        await SayAsync(
            lease,
            new("evaluation")
            {
                Message = $"The gate {(decision.Promote ? "passed; version" : "did not pass; version")} {candidate.Number} "
                    + $"{(decision.Promote ? "serves" : "is rejected")}. {decision.Reason}",
            },
            cancellationToken);
    }

    private async Task SayAsync(RunLease lease, RunEvent happened, CancellationToken cancellationToken) =>
        await leases.AppendProgressAsync(lease, happened.Write(), cancellationToken);

    private static RunEvent Event(TrainingProgress at) => new("progress")
    {
        Step = at.Step,
        Steps = at.Steps,
        Epoch = at.Epoch,
        Loss = at.Loss,
        HeldOutLoss = at.HeldOutLoss,
        TokensPerSecond = at.TokensPerSecond,
        SecondsLeft = at.Remaining.TotalSeconds,
    };

    private sealed class ToChannel(ChannelWriter<TrainingProgress> writer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => writer.TryWrite(value);
    }

    private sealed class Counter : IProgress<CaseResult>
    {
        public int Cases { get; private set; }

        public void Report(CaseResult value) => Cases++;
    }
}
