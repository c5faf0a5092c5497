using AssistantLoop.Inference;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;

namespace AssistantLoop.App.Tests;

/// <summary>What is trained is what is served: the decoder on libtorch and the engine on ONNX Runtime choose the same
/// tokens.</summary>
public sealed class EngineMatchesDecoderTests : IDisposable
{
    private const int Rank = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("engine-decoder").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Mistral)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public async Task The_same_prompt_gives_the_same_greedy_ids_with_and_without_an_adapter(string architecture)
    {
        ModelConfig config = Config(architecture);
        Dictionary<string, (long[] Shape, float[] Values)> weights = RandomWeights(config);
        string model = WriteModel("model", config, weights);
        string adapter = WriteAdapter(config, weights);
        string merged = WriteModel("merged", config, weights);
        int[] prompt = [.. Enumerable.Range(0, 21).Select(i => 2 + (i * 7 % 70))];

        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = model,
            CacheFolder = Path.Combine(_folder, "cache"),
            PrefillChunk = 8,
        });
        engine.AddAdapter("adapter", adapter);
        IReadOnlyList<int>[] served = await Task.WhenAll(Serve(engine, prompt, null), Serve(engine, prompt, "adapter"));

        Assert.Equal(Decode(model, prompt), served[0]);
        Assert.Equal(Decode(merged, prompt), served[1]);
        Assert.NotEqual(served[0], served[1]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<int> Decode(string folder, int[] prompt)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        using Decoder decoder = DecoderFiles.Load(model);
        return decoder.Greedy(prompt, 40, []);
    }

    private static async Task<IReadOnlyList<int>> Serve(Engine engine, int[] prompt, string? adapter)
    {
        var request = new GenerationRequest
        {
            Prompt = prompt,
            MaxTokens = 40,
            AdapterId = adapter,
            IdsOnly = true,
            EndTokens = [],
        };
        return await engine.GenerateAsync(request, Stop).Select(token => token.Id).ToListAsync(Stop);
    }

    private static ModelConfig Config(string architecture) => new()
    {
        Architecture = architecture,
        HiddenSize = 64,
        IntermediateSize = 96,
        LayerCount = 2,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadDim = 16,
        VocabularySize = 80,
        MaxPositions = 128,
        RopeScaling = architecture == ModelConfig.Llama ? new RopeScaling(8, 1, 4, 32) : null,
        TieWordEmbeddings = architecture == ModelConfig.Qwen3,
    };

    private static Dictionary<string, (long[] Shape, float[] Values)> RandomWeights(ModelConfig config)
    {
        var random = new Random(4);
        return TensorLayout.TensorsOf(config).ToDictionary(tensor => tensor.Name, tensor =>
        {
            double centre = tensor.Name.Contains("norm", StringComparison.Ordinal) ? 1 : 0;
            double spread = tensor.Shape.Length == 1 ? 0.3 : 2 / Math.Sqrt(tensor.Shape[1]);
            return (tensor.Shape, Values(random, tensor.Shape.Aggregate(1L, (a, b) => a * b), centre, spread));
        });
    }

    private string WriteModel(
        string name, ModelConfig config, Dictionary<string, (long[] Shape, float[] Values)> weights)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        config.Save(folder);
        var writer = new SafetensorsWriter();
        foreach ((string tensor, (long[] shape, float[] values)) in weights)
        {
            writer.Add(tensor, shape, values);
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
        return folder;
    }

    // Also adds scale · B · A to the weights.
    private string WriteAdapter(ModelConfig config, Dictionary<string, (long[] Shape, float[] Values)> weights)
    {
        var random = new Random(5);
        var adapter = new AdapterConfig { Rank = Rank, Alpha = 8, TargetModules = AdapterConfig.AllLinear };
        Dictionary<string, LoraPair> modules = [];
        foreach ((string path, int outputs, int inputs) in TensorLayout.LinearsOf(config))
        {
            var pair = new LoraPair(
                Values(random, Rank * inputs, 0, 1), Values(random, outputs * Rank, 0, 0.1), inputs, outputs);
            modules.Add(path, pair);
            float[] weight = weights[$"{path}.weight"].Values;
            for (int i = 0; i < weight.Length; i++)
            {
                weight[i] += (float)(adapter.Scale * Enumerable.Range(0, Rank)
                    .Sum(r => pair.B[(i / inputs * Rank) + r] * pair.A[(r * inputs) + (i % inputs)]));
            }
        }

        string folder = Path.Combine(_folder, "adapter");
        new PeftAdapter(adapter, modules, null).Save(folder);
        return folder;
    }

    private static float[] Values(Random random, long count, double centre, double spread) =>
        [.. Enumerable.Range(0, (int)count).Select(_ => (float)(centre + (spread * ((2 * random.NextDouble()) - 1))))];
}
