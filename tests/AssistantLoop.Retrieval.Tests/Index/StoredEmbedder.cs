using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>Says what the vectors are known by; the tests store the vectors themselves.</summary>
public sealed class StoredEmbedder(string id, int dimensions) : IEmbeddingGenerator<string, Embedding<float>>
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("The vectors are stored already");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata)
            ? new EmbeddingGeneratorMetadata("test", defaultModelId: id, defaultModelDimensions: dimensions)
            : null;

    public void Dispose()
    {
    }
}
