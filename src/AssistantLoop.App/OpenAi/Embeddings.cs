using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.OpenAi;

/// <summary>POST /v1/embeddings: the vectors of the embedder that searches the documents.</summary>
internal static class Embeddings
{
    private const int MaxTexts = 256;
    private const int MaxLetters = 32_768;

    /// <summary>Embeds a request's texts.</summary>
    /// <exception cref="OpenAiException">There is no embedder, or a text is missing or too long.</exception>
    public static async Task<object> EmbedAsync(
        EmbeddingRequest request, IEmbeddingGenerator<string, Embedding<float>>? embedder, CancellationToken cancellationToken)
    {
        if (embedder?.GetService(typeof(EmbeddingGeneratorMetadata)) is not EmbeddingGeneratorMetadata { DefaultModelId: { } model })
        {
            throw new OpenAiException(
                StatusCodes.Status404NotFound, "model_not_found", "No embedder is set, so nothing can be embedded.", "model");
        }

        string[] texts = Texts(request.Input);
        GeneratedEmbeddings<Embedding<float>> vectors =
            await embedder.GenerateAsync(texts, cancellationToken: cancellationToken);
        long tokens = vectors.Usage?.InputTokenCount ?? 0;
        return new
        {
            Object = "list",
            Data = vectors.Select((vector, at) => new
            {
                Object = "embedding",
                Index = at,
                Embedding = request.EncodingFormat == "base64" ? (object)Base64(vector.Vector.Span) : vector.Vector.ToArray(),
            }),
            Model = model,
            Usage = new { PromptTokens = tokens, TotalTokens = tokens },
        };
    }

    private static string[] Texts(JsonElement? input)
    {
        string[] texts = input switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } all when all.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
                [.. all.EnumerateArray().Select(one => one.GetString()!)],
            _ => throw OpenAiException.Invalid("input", "must be a text or a list of texts."),
        };
        return texts.Length is > 0 and <= MaxTexts && Array.TrueForAll(texts, text => text.Length is > 0 and <= MaxLetters)
            ? texts
            : throw OpenAiException.Invalid("input", $"must be 1 to {MaxTexts} texts of 1 to {MaxLetters} letters.");
    }

    // Little-endian floats, as OpenAI's clients read them.
    private static string Base64(ReadOnlySpan<float> vector) => Convert.ToBase64String(MemoryMarshal.AsBytes(vector));
}

/// <summary>The body of POST /v1/embeddings.</summary>
internal sealed record EmbeddingRequest(string? Model, JsonElement? Input, string? EncodingFormat);
