using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Bench;

/// <summary>A temporary folder with random models and adapters of real shapes.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-bench").FullName;
    private readonly Random _random = new(1);

    public string CacheFolder => Path.Combine(_folder, "cache");

    /// <summary>The folder of a named shape, written now, or the given folder.</summary>
    public string ModelFolder(string name) => name switch
    {
        "starter" => WriteModel(Shape(256, inner: 768, layers: 8, heads: 4, keyValueHeads: 2, vocabulary: 4096)),
        "smollm2" => WriteModel(Shape(576, inner: 1536, layers: 30, heads: 9, keyValueHeads: 3, vocabulary: 49152)),
        _ => name,
    };

    /// <summary>A random adapter on all modules of a model, one of each rank.</summary>
    public string WriteAdapter(ModelConfig config, int rank)
    {
        string folder = Path.Combine(_folder, $"adapter-{rank}");
        var adapter = new AdapterConfig { Rank = rank, Alpha = rank, TargetModules = AdapterConfig.AllLinear };
        new PeftAdapter(
            adapter,
            TensorLayout.LinearsOf(config).ToDictionary(
                linear => linear.Path,
                linear => new LoraPair(
                    Values(rank * linear.Inputs), Values(rank * linear.Outputs), linear.Inputs, linear.Outputs)),
            null).Save(folder);
        return folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ModelConfig Shape(
        int hidden, int inner, int layers, int heads, int keyValueHeads, int vocabulary) => new()
        {
            Architecture = ModelConfig.Llama,
            HiddenSize = hidden,
            IntermediateSize = inner,
            LayerCount = layers,
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDim = 64,
            VocabularySize = vocabulary,
            MaxPositions = 512,
            TieWordEmbeddings = true,
        };

    private string WriteModel(ModelConfig config)
    {
        string folder = Path.Combine(_folder, "model");
        Directory.CreateDirectory(folder);
        config.Save(folder);
        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape) in TensorLayout.TensorsOf(config))
        {
            writer.Add(name, shape, Values((int)shape.Aggregate(1L, (a, b) => a * b)));
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
        return folder;
    }

    private float[] Values(int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (_random.NextSingle() - 0.5f) / 10;
        }

        return values;
    }
}
