using System.Globalization;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Bench;

/// <summary>A temporary folder with random models and adapters of real shapes.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>Names <see cref="WriteDeepStarter"/>'s model.</summary>
    public const string Deep = "deep";

    /// <summary>SmolLM2-135M's shape with 6 of its 30 layers.</summary>
    public const string CutSmolLm2 = "smollm2-6";

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-bench").FullName;
    private readonly Random _random = new(1);

    public string Folder => _folder;

    public string CacheFolder => Path.Combine(_folder, "cache");

    /// <summary>The folder of a named shape, written now, or the given folder.</summary>
    public string ModelFolder(string name) => name switch
    {
        "starter" => WriteModel(Shape(256, inner: 768, layers: 8, heads: 4, keyValueHeads: 2, vocabulary: 4096)),
        "smollm2" => WriteModel(Shape(576, inner: 1536, layers: 30, heads: 9, keyValueHeads: 3, vocabulary: 49152)),
        CutSmolLm2 => WriteModel(Shape(576, inner: 1536, layers: 6, heads: 9, keyValueHeads: 3, vocabulary: 49152)),
        _ => name,
    };

    /// <summary>The starter with more layers that add nothing to what it says: a step costs about as much as one of a model
    /// of 100 million parameters.</summary>
    public string WriteDeepStarter()
    {
        const int Times = 14;
        using var starter = Models.ModelFolder.Open("models/starter");
        int layers = starter.Config.LayerCount;
        ModelConfig config = starter.Config with { LayerCount = layers * Times };
        string folder = Directory.CreateDirectory(Path.Combine(_folder, Deep)).FullName;
        config.Save(folder);
        foreach (string file in Directory.GetFiles("models/starter", "tokenizer*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape) in TensorLayout.TensorsOf(config))
        {
            int layer = name.Split('.') is ["model", "layers", var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
            bool adds = name.Contains("o_proj", StringComparison.Ordinal) || name.Contains("down_proj", StringComparison.Ordinal);
            writer.Add(name, shape, layer >= layers && adds
                ? new float[shape[0] * shape[1]]
                : starter.Weights.ReadFloat32(name.Replace($".{layer}.", $".{layer % layers}.", StringComparison.Ordinal)));
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
        return folder;
    }

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
            MaxPositions = 2048,
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
