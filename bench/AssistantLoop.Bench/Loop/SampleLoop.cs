using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssistantLoop.Bench.Loop;

/// <summary>The whole program over the sample business in this process, with a fresh data folder that goes when it is disposed.</summary>
internal sealed class SampleLoop : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ServiceProvider _services;

    private SampleLoop(AppSettings settings, Database database)
    {
        Settings = settings;
        _database = database;
        _services = new ServiceCollection().AddLogging().AddAssistant(settings, database, "bench").BuildServiceProvider();
        Profile = Get<BusinessProfile>();
    }

    public AppSettings Settings { get; }

    public BusinessProfile Profile { get; }

    public IServiceProvider Services => _services;

    /// <summary>Opens it with the default settings, reads the documents in and lets the first version serve.</summary>
    /// <param name="model">The base model's folder, relative to the program's home.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<SampleLoop> OpenAsync(string model, CancellationToken cancellationToken)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = Directory.CreateTempSubdirectory("assistantloop-bench-loop").FullName,
            ["model"] = model,
        }).Build();
        AppSettings settings = AppSettings.Read(configuration, Home.Find());
        SampleLoop loop = new(settings, await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken));
        try
        {
            await loop.Get<DocumentsReady>().EnsureAsync(cancellationToken);
            await loop.Get<FirstVersion>().EnsureAsync(cancellationToken);
            return loop;
        }
        catch
        {
            await loop.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A file of the sample business.</summary>
    public string File(params string[] path) => Path.Combine([Settings.Business, .. path]);

    /// <summary>Asks a version a suite's questions, one at a time, as an evaluation does.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public async Task<SuiteResult> MeasureAsync(Suite suite, int version, CancellationToken cancellationToken)
    {
        Progress.Say($"version {version} is asked {suite.Cases.Count} questions of {suite.Name}");
        AssistantVersion asked = await Get<VersionStore>().FindByNumberAsync(Profile.Tenant, version, cancellationToken)
            ?? throw new InvalidOperationException($"There is no version {version}.");
        return await Get<SuiteRun>().RunAsync(
            suite,
            Profile,
            await Get<VersionRouter>().RouteAsync(asked, cancellationToken),
            new Progress<CaseResult>(),
            cancellationToken);
    }

    /// <summary>One run of the loop over all feedback so far.</summary>
    /// <exception cref="InvalidOperationException">The run failed; the message says why.</exception>
    public async Task<(RunResult Result, RunPhases Phases)> TrainAsync(RunRequest request, CancellationToken cancellationToken)
    {
        RunPhases phases = new();
        Run run = (await Get<TrainingTrigger>().RequestAsync(Profile.Tenant, "bench", "measured", cancellationToken, request))!;
        RunWorker worker = WorkerHost.NewWorker(_services);
        Task work = Task.Run(() => worker.WorkOnceAsync(cancellationToken), cancellationToken);
        await foreach (RunEvent happened in Get<RunFollower>().FollowAsync(run.Tenant, run.Id, 0, cancellationToken))
        {
            phases.Add(happened);
        }

        await work;
        run = (await Get<RunStore>().FindAsync(run.Tenant, run.Id, cancellationToken))!;
        return run.Result is null
            ? throw new InvalidOperationException($"The run is {run.State}: {run.Error}")
            : (RunResult.Read(run.Result), phases);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
        Directory.Delete(Settings.Data, recursive: true);
    }
}
