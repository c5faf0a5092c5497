using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>Gives each text a random vector of its own, and counts the texts.</summary>
internal sealed class TestEmbedder(string id = "test@000000000000", int dimensions = 24) : IEmbeddingGenerator<string, Embedding<float>>
{
    private int _texts;

    public int Texts => _texts;

    public float[] Of(string text)
    {
        Random random = new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(id + text))));
        float[] vector = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Interlocked.Add(ref _texts, texts.Length);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Of(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, id, dimensions) : null;

    public void Dispose()
    {
    }
}
