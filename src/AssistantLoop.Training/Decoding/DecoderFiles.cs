using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>A decoder from and to Hugging Face's files, and a new one from a seed.</summary>
public static class DecoderFiles
{
    /// <summary>The folder's model with weights that do not learn, its matrices of a type.</summary>
    public static Decoder Load(ModelFolder folder, ScalarType matrices = ScalarType.Float32)
    {
        Decoder decoder = new(folder.Config, matrices);
        Load(decoder, folder.Weights);
        foreach (Parameter parameter in decoder.parameters()) parameter.requires_grad = false;
        return decoder;
    }

    /// <summary>
    /// A new model: normal weights of deviation 0.02, those that add to the residual stream over sqrt(2 · layers)
    /// (Radford et al. 2019, section 2.3).
    /// </summary>
    public static Decoder Create(ModelConfig config, long seed)
    {
        Decoder decoder = new(config);
        using Generator generator = new((ulong)seed);
        foreach ((string name, Parameter parameter) in decoder.named_parameters())
        {
            if (parameter.Dimensions < 2) continue;
            bool adds = name.EndsWith("o_proj.weight", StringComparison.Ordinal)
                || name.EndsWith("down_proj.weight", StringComparison.Ordinal);
            nn.init.normal_(parameter, 0, adds ? 0.02 / Math.Sqrt(2 * config.LayerCount) : 0.02, generator);
        }

        return decoder;
    }

    /// <summary>Every weight under its Hugging Face name.</summary>
    public static IEnumerable<(string Name, Parameter Weight)> Weights(Decoder decoder) =>
        decoder.named_parameters().Select(pair => (pair.name.StartsWith("lm_head.", StringComparison.Ordinal)
            ? pair.name
            : $"model.{pair.name}", pair.parameter));

    /// <summary>Fills the weights in by name.</summary>
    public static void Load(Decoder decoder, ModelWeights weights)
    {
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter weight) in Weights(decoder))
        {
            using Tensor values = tensor(weights.ReadFloat32(name), weight.shape);
            weight.copy_(values);
        }
    }

    /// <summary>Writes model.safetensors with the weights as <paramref name="type"/> (F32 or BF16).</summary>
    public static void SaveWeights(Decoder decoder, string folder, TensorType type)
    {
        SafetensorsWriter writer = new();
        writer.SetMetadata("format", "pt");
        foreach ((string name, Parameter weight) in Weights(decoder))
            writer.Add(name, weight.shape, Values(weight), type);
        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
    }

    internal static float[] Values(Tensor tensor)
    {
        using Tensor values = tensor.detach().to(ScalarType.Float32, CPU);
        return values.data<float>().ToArray();
    }
}
