using AssistantLoop.Inference;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.App.Tests;

/// <summary>What is trained is what is served: the decoder on libtorch and the engine on ONNX Runtime give tokens the same
/// probabilities and choose the same ones.</summary>
public sealed class EngineMatchesDecoderTests : IDisposable
{
    private const int Rank = 4;
    private const int AnswerLength = 40;
    private const int Chunk = 8;
    // As many as a request may ask the log-probabilities of.
    private const int SmallVocabulary = 20;

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

        await using Engine engine = LoadEngine(model);
        engine.AddAdapter("adapter", adapter);
        IReadOnlyList<GeneratedToken>[] answers =
            await Task.WhenAll(Serve(engine, prompt, null), Serve(engine, prompt, "adapter"));
        int[][] served = [.. answers.Select(answer => answer.Select(token => token.Id).ToArray())];

        Assert.Equal(Decode(model, prompt), served[0]);
        Assert.Equal(Decode(merged, prompt), served[1]);
        Assert.NotEqual(served[0], served[1]);
    }

    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Mistral)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public async Task Every_token_of_the_vocabulary_has_the_same_log_probability(string architecture)
    {
        ModelConfig config = Config(architecture) with { VocabularySize = SmallVocabulary };
        Dictionary<string, (long[] Shape, float[] Values)> weights = RandomWeights(config);
        string model = WriteModel("model", config, weights);
        string adapter = WriteAdapter(config, weights);
        string merged = WriteModel("merged", config, weights);
        int[][] prompts = [.. new[] { 3, 1, 5 * Chunk, 21, 17, 2 }.Select((length, i) => Prompt(length, seed: i))];

        await using Engine engine = LoadEngine(model);
        engine.AddAdapter("adapter", adapter);
        foreach (int[][] together in new int[][][] { [prompts[0]], [prompts[2]], prompts })
        {
            // With several, every other row has the adapter.
            foreach (int first in new[] { 0, 1 })
            {
                string?[] adapters = [.. together.Select((_, i) => (i + first) % 2 == 0 ? null : "adapter")];
                IReadOnlyList<GeneratedToken>[] answers = await Task.WhenAll(together.Zip(adapters, (prompt, id) => Serve(engine, prompt, id)));
                for (int i = 0; i < together.Length; i++)
                {
                    double[] expected = Probabilities(adapters[i] is null ? model : merged, together[i], answers[i]);
                    double[] served = [.. answers[i].SelectMany(Probabilities)];
                    Assert.InRange(expected.Zip(served, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
                }
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<int> Decode(string folder, int[] prompt)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        using Decoder decoder = DecoderFiles.Load(model);
        return decoder.Greedy(prompt, AnswerLength, []);
    }

    // What the decoder gives every token of the vocabulary at each place of an answer.
    private static double[] Probabilities(string folder, int[] prompt, IReadOnlyList<GeneratedToken> answer)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        using Decoder decoder = DecoderFiles.Load(model);
        using DisposeScope scope = NewDisposeScope();
        long[] ids = [.. prompt, .. answer.SkipLast(1).Select(token => (long)token.Id)];
        Tensor logits = decoder.call(tensor(ids).unsqueeze(0));
        return [.. logits[0].narrow(0, prompt.Length - 1, answer.Count).log_softmax(-1).data<float>().Select(value => (double)value)];
    }

    private static IEnumerable<double> Probabilities(GeneratedToken token)
    {
        Assert.Equal(SmallVocabulary, token.Likeliest!.Count);
        return token.Likeliest.OrderBy(likely => likely.Id).Select(likely => (double)likely.LogProbability);
    }

    private static int[] Prompt(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(SmallVocabulary))];
    }

    private static async Task<IReadOnlyList<GeneratedToken>> Serve(Engine engine, int[] prompt, string? adapter)
    {
        var request = new GenerationRequest
        {
            Prompt = prompt,
            MaxTokens = AnswerLength,
            AdapterId = adapter,
            IdsOnly = true,
            EndTokens = [],
            Sampling = new SamplingOptions { LogProbabilities = SmallVocabulary },
        };
        return await engine.GenerateAsync(request, Stop).ToListAsync(Stop);
    }

    private Engine LoadEngine(string model) => Engine.Load(new EngineOptions
    {
        ModelFolder = model,
        CacheFolder = Path.Combine(_folder, "cache"),
        PrefillChunk = Chunk,
    });

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
