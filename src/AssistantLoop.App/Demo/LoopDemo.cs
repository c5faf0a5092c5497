using System.Diagnostics;
using AssistantLoop.App.Cli;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Demo;

/// <summary>
/// The loop on the sample business, unattended: rounds of visits, corrections and a run, each followed by a look at
/// questions that no run, gate or visitor sees. In each round the visitors want one habit of the house more. Then a loop of its own whose corrections were dealt out to the wrong
/// questions, which the gate must refuse.
/// </summary>
/// <param name="settings">The settings; the data folders of both loops lie below theirs.</param>
/// <param name="seed">The order of the visits.</param>
/// <param name="told">Is told what happens, in words.</param>
internal sealed class LoopDemo(AppSettings settings, int seed, Action<string> told)
{
    private readonly BusinessProfile _profile = ProfileOf(settings);
    private readonly Population _population = Population.Load(Path.Combine(settings.Business, "demo", "population.yaml"));
    private readonly Suite _unseen = Suite.Load(Path.Combine(settings.Business, "demo", "unseen.yaml"));

    /// <summary>Runs the rounds.</summary>
    /// <returns>Where the base stands, then each round.</returns>
    public async Task<IReadOnlyList<LoopRound>> RunAsync(CancellationToken cancellationToken)
    {
        await using Session session = await OpenAsync("loop", cancellationToken);
        Stopwatch clock = Stopwatch.StartNew();
        List<LoopRound> rounds =
        [
            new("before", 0, null, null, 1, null, null, clock.Elapsed.TotalSeconds, await LookAsync(session, cancellationToken)),
        ];
        for (int round = 1; round <= _population.Likes.Count; round++)
        {
            IReadOnlyList<Visit> visits = Visit.Of(_population, round, seed);
            rounds.Add(await RoundAsync(
                session, $"round {round}", round, visits, [.. visits.Select(visit => visit.Topic)], cancellationToken));
        }

        return rounds;
    }

    /// <summary>Runs one round whose corrections answer other questions than those they were given for.</summary>
    public async Task<LoopRound> RunShuffledAsync(CancellationToken cancellationToken)
    {
        await using Session session = await OpenAsync("shuffled", cancellationToken);
        int last = _population.Likes.Count;
        IReadOnlyList<Visit> visits = Visit.Of(_population, last, seed);
        int overruled = 0;
        LoopRound round = await RoundAsync(
            session, "shuffled labels", last, visits, Shuffled(visits), cancellationToken,
            async () => overruled = await OverruleAsync(session, cancellationToken));
        return round with
        {
            Note = $"Triage kept {overruled} of them out, as the documents and not the model would be at fault; here the agent overruled it.",
        };
    }

    // An agent who insists: what triage left to the documents is trained on all the same.
    private async Task<int> OverruleAsync(Session session, CancellationToken cancellationToken)
    {
        await session.Get<TriageAll>().RunAsync(_profile.Tenant, cancellationToken);
        TriageStore store = session.Get<TriageStore>();
        int overruled = 0;
        foreach (TriageResult result in await store.ListAsync(_profile.Tenant, int.MaxValue, cancellationToken))
        {
            if (result.Cause is FaultCause.MissingDocument or FaultCause.RetrievalMiss)
            {
                await store.OverruleAsync(_profile.Tenant, result.MessageId, FaultCause.Behaviour, "agent", cancellationToken);
                overruled++;
            }
        }

        return overruled;
    }

    private async Task<LoopRound> RoundAsync(
        Session session,
        string name,
        int number,
        IReadOnlyList<Visit> visits,
        IReadOnlyList<Topic> labels,
        CancellationToken cancellationToken,
        Func<Task>? beforeTraining = null)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int done = 0;
        Visitors visitors = ActivatorUtilities.CreateInstance<Visitors>(session.Services, _population);
        double liked = await visitors.ComeAsync(
            visits, number, labels, () => told($"{name}: visit {++done} of {visits.Count}"), cancellationToken);
        await (beforeTraining?.Invoke() ?? Task.CompletedTask);
        Run run = await TrainAsync(session, name, cancellationToken);
        RunResult? result = run.Result is null ? null : RunResult.Read(run.Result);
        AssistantVersion serving = await session.VersionAsync(number: null, cancellationToken);
        return new(
            name,
            visits.Count,
            liked,
            result?.Samples,
            serving.Number,
            result?.Promoted ?? false,
            result?.Decision ?? run.Error,
            clock.Elapsed.TotalSeconds,
            await LookAsync(session, cancellationToken));
    }

    private async Task<Run> TrainAsync(Session session, string name, CancellationToken cancellationToken)
    {
        Run run = await session.Get<TrainingTrigger>().RequestAsync(_profile.Tenant, "demo", name, cancellationToken)
            ?? throw new ConflictException($"A run of {settings.Data} is open already; take another folder with --data.");
        RunWorker worker = WorkerHost.NewWorker(session.Services);
        Task work = Task.Run(() => worker.WorkOnceAsync(cancellationToken), cancellationToken);
        await foreach (RunEvent happened in session.Get<RunFollower>().FollowAsync(run.Tenant, run.Id, 0, cancellationToken))
        {
            told(happened is { Kind: "progress" }
                ? FormattableString.Invariant($"{name}: step {happened.Step} of {happened.Steps}, loss {happened.Loss:0.000}")
                : $"{name}: {happened.Message}");
        }

        await work;
        return (await session.Get<RunStore>().FindAsync(run.Tenant, run.Id, cancellationToken))!;
    }

    private async Task<SuiteResult> LookAsync(Session session, CancellationToken cancellationToken) =>
        await session.Get<SuiteRun>().RunAsync(
            _unseen,
            _profile,
            await session.Get<VersionRouter>().RouteAsync(
                await session.VersionAsync(number: null, cancellationToken), cancellationToken),
            new Reports<CaseResult>(_ => { }),
            cancellationToken);

    private async Task<Session> OpenAsync(string name, CancellationToken cancellationToken)
    {
        string data = Path.Combine(settings.Data, name);
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        Session session = await Session.OpenAsync(
            settings with { Data = data }, cancellationToken, services => services.AddSingleton(_profile));
        await session.EnsureReadyAsync(cancellationToken);
        return session;
    }

    // Each visit gets the topic of another, and none its own.
    private Topic[] Shuffled(IReadOnlyList<Visit> visits)
    {
        Random random = new(seed);
        Topic[] topics = [.. visits.Select(visit => visit.Topic)];
        do
        {
            random.Shuffle(topics);
        }
        while (topics.Zip(visits).Count(pair => pair.First == pair.Second.Topic) > visits.Count / 20);

        return topics;
    }

    private static BusinessProfile ProfileOf(AppSettings settings) =>
        BusinessProfile.Load(settings.Business) with
        {
            Suite = Path.Combine(settings.Business, "demo", "suite.yaml"),
            Gate = Path.Combine(settings.Business, "demo", "gate.yaml"),
            GeneralSuite = null,
        };
}
