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

    /// <summary>Refuses a query that an index of the embedder cannot answer.</summary>
    /// <exception cref="ArgumentException">It asks for nothing, or its vector is of another embedder.</exception>
    public static void Check(PassageQuery query, string? embedder, int dimensions)
    {
        if (query.Limit < 1)
        {
            throw new ArgumentException($"The limit must be at least 1 (given: {query.Limit}).", nameof(query));
        }

        if (embedder is not null && query.Vector.Length != 0 && query.Vector.Length != dimensions)
        {
            throw new ArgumentException(
                $"The question's vector has {query.Vector.Length} values, and those of {embedder} have {dimensions}: " +
                "embed questions and passages with the same embedder.",
                nameof(query));
        }
    }
}
