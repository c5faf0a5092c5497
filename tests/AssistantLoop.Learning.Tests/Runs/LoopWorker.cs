using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Inference.Tests;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Impact;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Models;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Runs;

/// <summary>A worker of the sample business that really trains a tiny model; only the answers of the evaluation are given.</summary>
internal sealed class LoopWorker(Database database, string folder)
{
    private static readonly string s_root = FindRoot();
    private static readonly BusinessProfile s_profile = BusinessProfile.Load(Path.Combine(s_root, "samples", "alder-finch"));

    private readonly FolderArtefactStore _artefacts = new(folder, TimeProvider.System);

    /// <summary>Whether the adapter answers the suite, or nothing either.</summary>
    public bool AdapterKnows { get; init; } = true;

    /// <summary>Opens the model; null: the tiny one.</summary>
    public Func<ModelFolder>? Model { get; init; }

    /// <summary>Is told of each step.</summary>
    public Action<RunStep>? Reached { get; init; }

    public RunWorker Build(TimeProvider time)
    {
        SuiteAnswers client = new([.. Suite.Load(s_profile.Suite).Cases, .. Suite.Load(s_profile.GeneralSuite!).Cases], AdapterKnows);
        EmbeddedPassageIndex index = new(database);
        ChatTurn turn = new(
            new PassageSearch(index, new SearchOptions()),
            new PromptBuilder(text => text.Length / 4, 512),
            client);
        VersionTrial trial = new(
            new SuiteRun(turn, TimeProvider.System), new CorrectionReplay(client), RouteAsync, s_profile);
        PreferencePairs pairs = new(database);
        DataSetStore dataSets = new(database);
        VersionStore versions = new(database);
        RunLeases leases = new(database);
        TriageAll triage = new(new TriageStore(database), new TriageReplay(new PassageSearch(index, new SearchOptions()), index, s_profile));
        TrainingRun training = new(
            new RunData(new DataSetBuilder(pairs, new DocumentStore(database), dataSets, _artefacts), dataSets, _artefacts, triage),
            new RunComparison(
                pairs, dataSets, leases, versions, new ImpactStore(database), _artefacts, () => trial, s_profile, TimeProvider.System),
            leases,
            versions,
            _artefacts,
            Model ?? (() => OpenTinyModel(folder)),
            s_profile,
            Reached);
        return new(leases, training, "worker", Path.Combine(folder, "runs"), threads: 1, time);
    }

    /// <summary>A first version that serves, and a run in the queue.</summary>
    public async Task<Run> QueueAsync(CancellationToken cancellationToken)
    {
        VersionStore versions = new(database);
        NewVersion first = new()
        {
            BaseHash = "base",
            PromptHash = await _artefacts.PutAsync(Path.Combine(s_root, "prompts", "answer.yaml"), cancellationToken),
            StyleHash = await _artefacts.PutAsync(Path.Combine(s_root, "style-templates", "warm.yaml"), cancellationToken),
        };
        AssistantVersion added = await versions.AddAsync(s_profile.Tenant, first, "test", lease: null, cancellationToken);
        await versions.PromoteAsync(s_profile.Tenant, added.Id, "test", "first", lease: null, cancellationToken);
        return await new RunStore(database).EnqueueAsync(
            s_profile.Tenant, new NewRun("sft", "{}", null, "test", "test"), cancellationToken);
    }

    public static ModelFolder OpenTinyModel(string folder) =>
        ModelFolder.Open(TinyChatModel.Write(Path.Combine(folder, "tiny")));

    private async Task<RoutedVersion> RouteAsync(AssistantVersion version, CancellationToken cancellationToken) => new(
        version.Id,
        version.AdapterHash,
        PromptTemplate.Load(await _artefacts.OpenAsync(version.PromptHash, cancellationToken)),
        StyleTemplate.Load(await _artefacts.OpenAsync(version.StyleHash, cancellationToken)));

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
