using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Decoding;

/// <summary>Tiny models with random weights, biases and norms.</summary>
internal static class SmallModels
{
    public static ModelConfig Config(string architecture = ModelConfig.Llama) => new()
    {
        Architecture = architecture,
        HiddenSize = 16,
        IntermediateSize = 24,
        LayerCount = 2,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadDim = architecture == ModelConfig.Qwen3 ? 6 : 4,
        VocabularySize = 40,
        MaxPositions = 256,
        TieWordEmbeddings = architecture == ModelConfig.Qwen2,
        EosTokenIds = [4],
    };

    public static Decoder Create(ModelConfig config, long seed = 1)
    {
        Decoder decoder = DecoderFiles.Create(config, seed);
        using Generator generator = new((ulong)seed);
        foreach (Parameter parameter in decoder.parameters())
        {
            bool matrix = parameter.Dimensions > 1;
            nn.init.uniform_(parameter, matrix ? -0.5 : 0.2, matrix ? 0.5 : 1.2, generator);
        }

        return decoder;
    }

    public static Dictionary<string, float[]> Weights(Decoder decoder) =>
        DecoderFiles.Weights(decoder).ToDictionary(pair => pair.Name, pair => DecoderFiles.Values(pair.Weight));

    public static int[] Ids(int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(5, 40))];
    }
}
