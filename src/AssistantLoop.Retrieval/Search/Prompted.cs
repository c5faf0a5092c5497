using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Search;

/// <summary>Tells an embedder what a text is: some are trained to see questions and documents differently.</summary>
internal static class Prompted
{
    /// <summary>The name of the additional property.</summary>
    public const string Property = "prompt";

    /// <summary>Options for "query" or "document".</summary>
    public static EmbeddingGenerationOptions As(string kind) => new() { AdditionalProperties = new() { [Property] = kind } };
}
