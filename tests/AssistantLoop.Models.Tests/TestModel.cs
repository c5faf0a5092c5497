using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Tests;

/// <summary>Tiny models that tests write themselves.</summary>
internal static class TestModel
{
    public static ModelConfig Config { get; } = new()
    {
        Architecture = ModelConfig.Llama,
        HiddenSize = 8,
        IntermediateSize = 12,
        LayerCount = 2,
        HeadCount = 2,
        KeyValueHeadCount = 1,
        HeadDim = 4,
        VocabularySize = 16,
        MaxPositions = 32,
        TieWordEmbeddings = true,
        EosTokenIds = [2],
    };

    public static void Write(string folder, ModelConfig config)
    {
        config.Save(folder);
        SafetensorsWriter writer = new();
        Random random = new(1);
        foreach ((string name, long[] shape) in TensorLayout.TensorsOf(config))
        {
            float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle())];
            writer.Add(name, shape, values);
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
    }
}
