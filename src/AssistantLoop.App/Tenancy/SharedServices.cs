using AssistantLoop.App.Hubs;
using AssistantLoop.App.Versions;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tenancy;

/// <summary>What all businesses of a process share: the engine, the embedder and the index. The process disposes of it.</summary>
internal static class SharedServices
{
    public static void ShareFrom(this IServiceCollection services, IServiceProvider root)
    {
        services.AddSingleton(root.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(root.GetRequiredService<EngineSource>());
        // Asked for late: it loads the engine. Who disposes of the engine is the process, not its client.
        services.AddSingleton(_ => root.GetRequiredService<IChatClient>());
        services.AddSingleton(root.GetRequiredService<IPassageIndex>());
        services.AddSingleton(root.GetRequiredService<PassageVectors>());
        services.ShareSockets(root);
        if (root.GetService<IEmbeddingGenerator<string, Embedding<float>>>() is { } embedder)
        {
            services.AddSingleton(embedder);
            services.AddSingleton(root.GetRequiredService<PassageEmbedder>());
        }
    }

    // A worker has none.
    private static void ShareSockets(this IServiceCollection services, IServiceProvider root)
    {
        if (root.GetService<IHubContext<ChatHub, IVisitor>>() is { } pages)
        {
            services.AddSingleton(pages);
            services.AddSingleton(root.GetRequiredService<IHubContext<ConsoleHub, IAgent>>());
        }
    }
}
