using AssistantLoop.App.Access;
using AssistantLoop.App.Actions;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Business;
using AssistantLoop.App.Comparisons;
using AssistantLoop.App.Generators;
using AssistantLoop.App.Limits;
using AssistantLoop.App.Retention;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.App.Visitors;
using AssistantLoop.App.Webhooks;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Inference;
using AssistantLoop.Learning.Conversations;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Drift;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Learning.Impact;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Learning.Review;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Actions;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Business;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Drift;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Retention;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Usage;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Storage.Webhooks;
using AssistantLoop.Storage.Workers;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AssistantLoop.App.Composition;

/// <summary>What every process of the program is made of: server, worker and command line alike.</summary>
public static class AssistantServices
{
    /// <summary>Adds the stores, the engine and all that answers and learns.</summary>
    /// <param name="services">The container.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="database">The open database.</param>
    /// <param name="node">This process's name, the same after a restart.</param>
    public static IServiceCollection AddAssistant(
        this IServiceCollection services, AppSettings settings, Database database, string node) =>
        services.AddAssistant(settings, database, node, BusinessProfile.Load(settings.Business));

    private static IServiceCollection AddAssistant(
        this IServiceCollection services, AppSettings settings, Database database, string node, BusinessProfile profile) => services
        .AddSingleton(settings)
        .AddSingleton(database.Time)
        .AddSingleton(database)
        .AddSingleton(profile)
        .AddSingleton(BusinessRules.Of(profile))
        .AddStores(settings, node)
        .AddSingleton<EngineSource>()
        .AddSingleton<IChatClient>(provider => new EngineChatClient(provider.GetRequiredService<EngineSource>().Engine))
        .AddRetrieval(settings)
        .AddSingleton(provider => NewPromptBuilder(provider.GetRequiredService<EngineSource>(), settings))
        .AddSingleton(provider => new Kernel(provider))
        .AddSingleton<ContentCache>()
        .AddSingleton(NewTurn)
        .AddBusiness(settings, profile, database.Time)
        .AddSingleton<VersionRouter>()
        .AddSingleton<FirstVersion>()
        .AddSingleton<VersionSwitch>()
        .AddSingleton(provider => new SuiteRun(provider.GetRequiredService<ChatTurn>(), database.Time)
        {
            CountTokens = text => provider.GetRequiredService<EngineSource>().Model.Tokenizer.Encode(text).Length,
        })
        .AddSingleton<CorrectionReplay>()
        .AddSingleton(NewTrial)
        .AddSingleton<RunData>()
        .AddSingleton(NewComparison)
        .AddSingleton<DataSetBuilder>()
        .AddSingleton<TriageReplay>()
        .AddSingleton<TriageAll>()
        .AddSingleton<KnowledgeGaps>()
        .AddSingleton<WaitingAnswers>()
        .AddSingleton<TrainingTrigger>()
        .AddSingleton<FileImport>()
        .AddSingleton<BlindComparison>()
        .AddSingleton<TaskReader>()
        .AddSingleton<VisitorErasure>()
        .AddSingleton(provider => new ErasureFinish(
            provider.GetRequiredService<ErasureLeftovers>(),
            provider.GetRequiredService<VersionStore>(),
            provider.GetRequiredService<IArtefactStore>(),
            Path.Combine(settings.Data, "runs")))
        .AddSingleton<RunFollower>()
        .AddSingleton(_ => new FallbackAnswer(File.Exists(profile.Suite) ? Suite.Load(profile.Suite) : null))
        .AddSingleton<DriftWatch>()
        .AddSingleton(provider => new ExperimentWatch(
            provider.GetRequiredService<ExperimentStore>(), provider.GetRequiredService<LiveAnswers>(),
            settings.ExperimentSettle, database.Time, provider.GetRequiredService<FallbackAnswer>()))
        .AddSingleton(provider => new PromotionGuard(
            provider.GetRequiredService<VersionStore>(), provider.GetRequiredService<LiveAnswers>(),
            settings.ExperimentSettle, settings.PromotionWatch, database.Time, provider.GetRequiredService<FallbackAnswer>()))
        .AddSingleton<AdapterRetention>()
        .AddSingleton<AnswerLog>()
        .AddSingleton<AnswerJobs>()
        .AddSingleton<AnswerFollower>()
        .AddSingleton<VisitorWording>()
        .AddSingleton<MessageViews>()
        .AddSingleton<ConversationPage>()
        .AddSingleton<Presence>()
        .AddSingleton(_ => ServerSecret.LoadOrCreate(settings.Data))
        .AddSingleton<KeyIssue>()
        .AddSingleton<VisitorDoor>()
        .AddSingleton<QuotaWatch>()
        .AddSingleton<AskLimits>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<RetentionRun>();

    private static IServiceCollection AddBusiness(
        this IServiceCollection services, AppSettings settings, BusinessProfile profile, TimeProvider time) =>
        GeneratorSet.AddTo(services, [settings.Data, profile.Folder], time)
            .AddSingleton<VersionMaker>()
            .AddSingleton<StyleDesk>()
            .AddSingleton<PreviewDesk>()
            .AddSingleton<ActionSecret>()
            .AddSingleton<ActionWebhook>()
            .AddSingleton<ActionDesk>();

    // Every turn, an evaluation's too, goes by the content as it is now.
    private static ChatTurn NewTurn(IServiceProvider provider) => new(
        provider.GetRequiredService<PassageSearch>(),
        provider.GetRequiredService<PromptBuilder>(),
        provider.GetRequiredService<Kernel>(),
        provider.GetRequiredService<TimeProvider>())
    {
        Content = (_, cancellationToken) => provider.GetRequiredService<ContentCache>().CurrentAsync(cancellationToken),
    };

    private static IServiceCollection AddStores(this IServiceCollection services, AppSettings settings, string node) => services
        .AddSingleton(provider => new ConversationStore(provider.GetRequiredService<Database>(), node))
        .AddSingleton(provider => new RevisionStore(provider.GetRequiredService<Database>(), node))
        .AddSingleton<HandlingStore>()
        .AddSingleton(provider => new ActionStore(provider.GetRequiredService<Database>(), node))
        .AddSingleton<ActionSecretStore>()
        .AddSingleton<BusinessContentStore>()
        .AddSingleton<AnswerTraces>()
        .AddSingleton<PromptStore>()
        .AddSingleton<FeedbackStore>()
        .AddSingleton<PreferencePairs>()
        .AddSingleton<ImportStore>()
        .AddSingleton<ComparisonStore>()
        .AddSingleton<ConversationLog>()
        .AddSingleton<ErasureStore>()
        .AddSingleton<ErasureLeftovers>()
        .AddSingleton<PairDecisions>()
        .AddSingleton<FeedbackList>()
        .AddSingleton<ConversationList>()
        .AddSingleton<DocumentList>()
        .AddSingleton<DataSetList>()
        .AddSingleton<RunList>()
        .AddSingleton<VersionList>()
        .AddSingleton<ExperimentList>()
        .AddSingleton<TriageStore>()
        .AddSingleton<ReviewStore>()
        .AddSingleton<DataSetStore>()
        .AddSingleton<RunStore>()
        .AddSingleton<RunLeases>()
        .AddSingleton<VersionStore>()
        .AddSingleton<VersionRetention>()
        .AddSingleton<LineageStore>()
        .AddSingleton<ExperimentStore>()
        .AddSingleton<LiveAnswers>()
        .AddSingleton<DriftLevelStore>()
        .AddSingleton<ImpactStore>()
        .AddSingleton<AuditLog>()
        .AddSingleton<DocumentStore>()
        .AddSingleton<WorkerStore>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<SiteStore>()
        .AddSingleton<TenantSettings>()
        .AddSingleton<VisitorTalks>()
        .AddSingleton<WebhookStore>()
        .AddSingleton<Deliveries>()
        .AddSingleton<UsageStore>()
        .AddSingleton<ExpiredConversations>()
        .AddSingleton<ExportStore>()
        .AddSingleton<IArtefactStore>(provider =>
            new FolderArtefactStore(settings.Data, provider.GetRequiredService<TimeProvider>()));

    // The trial is asked for late: it loads the engine.
    private static RunComparison NewComparison(IServiceProvider provider) => new(
        provider.GetRequiredService<PreferencePairs>(),
        provider.GetRequiredService<DataSetStore>(),
        provider.GetRequiredService<RunLeases>(),
        provider.GetRequiredService<VersionStore>(),
        provider.GetRequiredService<ImpactStore>(),
        provider.GetRequiredService<IArtefactStore>(),
        provider.GetRequiredService<VersionTrial>,
        provider.GetRequiredService<BusinessProfile>(),
        provider.GetRequiredService<TimeProvider>());

    private static VersionTrial NewTrial(IServiceProvider provider) => new(
        provider.GetRequiredService<SuiteRun>(),
        provider.GetRequiredService<CorrectionReplay>(),
        provider.GetRequiredService<VersionRouter>().RouteAsync,
        provider.GetRequiredService<BusinessProfile>());

    /// <summary>The answer's share of the context is a quarter, at most 128 tokens.</summary>
    private static PromptBuilder NewPromptBuilder(EngineSource engines, AppSettings settings)
    {
        int context = Math.Min(settings.Context, engines.Model.Config.MaxPositions);
        return new(text => engines.Model.Tokenizer.Encode(text).Length, context - Math.Min(128, context / 4));
    }
}
