using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Inference.Tests;

/// <summary>Random model folders, small enough to be computed by plain loops.</summary>
internal static class TinyModel
{
    public static readonly TheoryData<string> Architectures =
        [ModelConfig.Llama, ModelConfig.Mistral, ModelConfig.Qwen2, ModelConfig.Qwen3];

    public static ModelConfig Config(string architecture) => new()
    {
        Architecture = architecture,
        HiddenSize = 64,
        IntermediateSize = 96,
        LayerCount = 3,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadDim = architecture == ModelConfig.Qwen3 ? 24 : 16,
        VocabularySize = 80,
        MaxPositions = 128,
        RmsNormEpsilon = 1e-5,
        RopeTheta = 1000,
        RopeScaling = architecture == ModelConfig.Llama ? new RopeScaling(8, 1, 4, 32) : null,
        TieWordEmbeddings = architecture is ModelConfig.Llama or ModelConfig.Qwen3,
        BosTokenId = 0,
        EosTokenIds = [1],
    };

    /// <summary>Writes random weights and returns the folder.</summary>
    public static string Write(string folder, ModelConfig config, int seed = 1)
    {
        Directory.CreateDirectory(folder);
        config.Save(folder);
        var random = new Random(seed);
        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape) in TensorLayout.TensorsOf(config))
        {
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            // Norms and biases that differ from 1 and 0 show when they are forgotten.
            double centre = name.Contains("norm", StringComparison.Ordinal) ? 1 : 0;
            double spread = shape.Length == 1 ? 0.3 : 2 / Math.Sqrt(shape[1]);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(centre + (spread * ((2 * random.NextDouble()) - 1)));
            }

            writer.Add(name, shape, values);
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
        return folder;
    }

    /// <summary>Random token ids.</summary>
    public static int[] Ids(int count, int seed, int vocabulary = 80)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 + random.Next(vocabulary - 2))];
    }
}
