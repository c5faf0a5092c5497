using AssistantLoop.App.Cli;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.App.Workers;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Ingest.Sandbox;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;
using Microsoft.Extensions.AI;
using Qdrant.Client;

namespace AssistantLoop.App.Composition;

/// <summary>Documents in, passages out: the embedder, the index, the search and what brings documents in.</summary>
internal static class RetrievalServices
{
    private static readonly TimeSpan s_qdrantPatience = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddRetrieval(this IServiceCollection services, AppSettings settings)
    {
        if (settings.Retrieval.Embedder is { } folder)
        {
            services
                .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_ => BertEmbedder.Load(new EmbedderOptions
                {
                    Folder = folder,
                    CacheFolder = Path.Combine(settings.Data, "cache"),
                    Threads = settings.Threads,
                }))
                .AddSingleton(provider => new PassageEmbedder(
                    provider.GetRequiredService<PassageVectors>(), provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()));
        }

        return services
            .AddSingleton<PassageVectors>()
            .AddSingleton(provider => NewIndex(provider, settings.Retrieval))
            .AddSingleton(provider => new DocumentIndexer(
                provider.GetRequiredService<DocumentStore>(),
                provider.GetRequiredService<IPassageIndex>(),
                provider.GetService<PassageEmbedder>()))
            .AddSingleton(provider => new SearchOptions
            {
                Rerank = settings.Retrieval.Rerank,
                Answerability = AnswerabilityFile.Find(settings, EmbedderId(provider)) ?? Answerability.ByWords,
            })
            .AddSingleton(_ => RelevancePrompt.Load(settings.Home))
            .AddSingleton(provider => new IndexConfiguration(
                settings.Retrieval.Index, EmbedderId(provider), provider.GetRequiredService<SearchOptions>(),
                JudgeId(provider)))
            .AddSingleton(provider => new PassageSearch(
                provider.GetRequiredService<IPassageIndex>(),
                provider.GetRequiredService<SearchOptions>(),
                provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>(),
                NewJudge(provider)))
            .AddIngest();
    }

    /// <summary>The embedder's id; null where passages are searched by words alone.</summary>
    public static string? EmbedderId(IServiceProvider provider) =>
        (provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>()?.GetService(typeof(EmbeddingGeneratorMetadata))
            as EmbeddingGeneratorMetadata)?.DefaultModelId;

    private static string? JudgeId(IServiceProvider provider) =>
        provider.GetRequiredService<EngineSource>().RelevanceHash is { } hash
            ? FormattableString.Invariant($"{hash} {provider.GetRequiredService<RelevancePrompt>().Hash} {PassageJudge.UsualKeepFrom}")
            : null;

    // A model that is no engine, as in tests, has no adapter that judges.
    private static PassageJudge? NewJudge(IServiceProvider provider)
    {
        EngineSource engines = provider.GetRequiredService<EngineSource>();
        return engines.JudgesRelevance && provider.GetRequiredService<IChatClient>() is EngineChatClient client
            ? new(client, provider.GetRequiredService<RelevancePrompt>().Render, () => RelevanceAdapter.Ready(engines.Engine))
            : null;
    }

    private static IPassageIndex NewIndex(IServiceProvider provider, RetrievalSettings settings)
    {
        Database database = provider.GetRequiredService<Database>();
        IEmbeddingGenerator<string, Embedding<float>>? embedder = provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>();
        return settings.Index == RetrievalSettings.Qdrant
            ? new QdrantPassageIndex(new QdrantClient(settings.QdrantUrl, settings.QdrantKey, s_qdrantPatience), database, embedder)
            : new EmbeddedPassageIndex(database, embedder);
    }

    private static IServiceCollection AddIngest(this IServiceCollection services) => services
        .AddSingleton(provider => new PassageSplitter(
            text => provider.GetRequiredService<EngineSource>().Model.Tokenizer.Encode(text).Length))
        .AddSingleton(_ => new ParserProcess([.. OwnProgram.Command, ParseDocumentVerb.Name], new ParserLimits()))
        .AddSingleton(provider => new DocumentReader(
            provider.GetRequiredService<PassageSplitter>(), provider.GetRequiredService<ParserProcess>().ParseAsync))
        .AddSingleton<DocumentIntake>()
        .AddSingleton<FolderIngest>()
        .AddSingleton<UploadIngest>()
        .AddSingleton(_ => new SiteFetcher())
        .AddSingleton(new SiteLimits())
        .AddSingleton<SiteIngest>()
        .AddSingleton<DocumentsReady>();
}
