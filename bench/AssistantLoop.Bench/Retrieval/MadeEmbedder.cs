using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Vectors made from a seed in place of a model: the centre of the text's topic and noise of its own, as long as the
/// centre. The same text always has the same vector.
/// </summary>
internal sealed class MadeEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 256;

    private static readonly EmbeddingGeneratorMetadata s_metadata = new("made", null, "made@000000000000", Dimensions);

    private readonly float[][] _centres = [.. Enumerable.Range(0, MadePassages.Topics).Select(topic => Noise(new Random(topic)))];

    /// <summary>A vector near a topic's centre.</summary>
    public float[] Near(int topic, Random random)
    {
        float[] vector = Noise(random);
        TensorPrimitives.Add(vector, _centres[topic], vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(
            Near(MadePassages.TopicOf(text), new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)))))))));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? s_metadata : null;

    public void Dispose()
    {
    }

    // Of length 1.
    private static float[] Noise(Random random)
    {
        float[] vector = new float[Dimensions];
        for (int i = 0; i < Dimensions; i++)
        {
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
