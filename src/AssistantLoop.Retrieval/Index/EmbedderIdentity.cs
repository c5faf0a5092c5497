using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Index;

/// <summary>By what the vectors of an embedder are known.</summary>
internal static class EmbedderIdentity
{
    /// <summary>The id, which changes whenever the vectors do, and how many values a vector has.</summary>
    /// <exception cref="ArgumentException">The embedder does not tell them.</exception>
    public static (string Id, int Dimensions) Of(IEmbeddingGenerator<string, Embedding<float>> embedder) =>
        embedder.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata
        {
            DefaultModelId: { Length: > 0 } id,
            DefaultModelDimensions: > 0 and int dimensions,
        }
            ? (id, dimensions)
            : throw new ArgumentException(
                "The embedder does not tell its model id and dimensions, by which its vectors are kept.", nameof(embedder));
}
