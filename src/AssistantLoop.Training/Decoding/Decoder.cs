using System.Globalization;
using AssistantLoop.Models.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// A decoder-only language model: Llama, Mistral, Qwen2 or Qwen3, as its config says. Not thread-safe. Tensors that a
/// call makes belong to the caller's dispose scope.
/// </summary>
public sealed class Decoder : nn.Module<Tensor, Tensor>
{
    private readonly Rotary _rotary;

    /// <summary>
    /// A model whose weights are still to be filled in: its matrices of a type, the rest of 32 bits.
    /// </summary>
    internal Decoder(ModelConfig config, ScalarType matrices = ScalarType.Float32)
        : base(nameof(Decoder))
    {
        Config = config;
        _rotary = new Rotary(config);
        embed_tokens = nn.Embedding(config.VocabularySize, config.HiddenSize, dtype: matrices);
        layers = nn.ModuleList(
            Enumerable.Range(0, config.LayerCount).Select(_ => new DecoderLayer(config, matrices)).ToArray());
        norm = new RmsNorm(config.HiddenSize, config.RmsNormEpsilon);
        lm_head = config.TieWordEmbeddings
            ? null
            : new Projection(config.HiddenSize, config.VocabularySize, hasBias: false, matrices);
        RegisterComponents();
    }

    internal readonly Embedding embed_tokens;
    internal readonly ModuleList<DecoderLayer> layers;
    internal readonly RmsNorm norm;
    internal readonly Projection? lm_head;

    public ModelConfig Config { get; }

    /// <summary>
    /// The type that products are made in: Float32 (the default), Float64, or BFloat16 over weights, norms and a
    /// residual stream that stay wide.
    /// </summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Where the weights are, and ids must be.</summary>
    public Device Device => Head.device;

    /// <summary>Where dropout draws from, so that a layer can be computed twice alike; null: nothing is drawn.</summary>
    internal Generator? Randomness { get; set; }

    /// <summary>ids [B, T] int64, padded on the right where they are, to logits [B, T, vocabulary].</summary>
    public override Tensor forward(Tensor input)
    {
        int rows = (int)input.size(0), length = (int)input.size(1);
        Tensor logits = Logits(Hidden(input.flatten(), [.. Enumerable.Repeat(length, rows)]));
        return logits.view(rows, length, -1);
    }

    /// <summary>
    /// The last layer's normalised output [tokens, hidden] for ids [tokens] int64, which are texts of
    /// <paramref name="lengths"/> one after the other. No text sees another.
    /// </summary>
    public Tensor Hidden(Tensor ids, IReadOnlyList<int> lengths)
    {
        TextLayout layout = Lay(lengths);
        Tensor x = Embed(ids);
        RotaryAngles angles = Angles(layout, x.dtype);
        CausalMask mask = new(layout.Longest, ComputeType, Device);
        foreach (DecoderLayer layer in layers) x = layer.Forward(x, layout, angles, mask);
        return norm.call(x);
    }

    /// <summary>Logits [..., vocabulary] of <see cref="Hidden"/>'s rows, in the computing type.</summary>
    public Tensor Logits(Tensor hidden) => nn.functional.linear(hidden.to(ComputeType), Head.to(ComputeType));

    /// <summary>The matrix that turns hidden rows to logits: [vocabulary, hidden].</summary>
    internal Parameter Head => lm_head?.weight ?? embed_tokens.weight
        ?? throw new InvalidOperationException("The model has neither a head nor an embedding.");

    /// <summary>The residual stream's beginning [tokens, hidden], at least 32 bits wide.</summary>
    internal Tensor Embed(Tensor ids)
    {
        Tensor rows = embed_tokens.call(ids);
        return rows.dtype == ScalarType.BFloat16 ? rows.to(ScalarType.Float32) : rows;
    }

    internal RotaryAngles Angles(TextLayout layout, ScalarType type) =>
        _rotary.At(layout.Positions().On(Device), layout.Longest, type, Device);

    /// <summary>Where texts lie, with their bounds on the device where one operator can take them all.</summary>
    internal TextLayout Lay(IReadOnlyList<int> lengths) => new(lengths)
    {
        Bounds = PackedAttention.Suits(Device, ComputeType, Config.HeadDim) ? TextLayout.BoundsOf(lengths).On(Device) : null,
    };

    /// <summary>The linear module at a path such as model.layers.0.self_attn.q_proj, to be looked at or replaced.</summary>
    internal ref nn.Module<Tensor, Tensor> Linear(string path)
    {
        string[] parts = path.Split('.');
        DecoderLayer layer = layers[int.Parse(parts[2], CultureInfo.InvariantCulture)];
        if (parts[3] == nameof(DecoderLayer.mlp)) return ref layer.mlp.Linear(parts[4]);
        return ref layer.self_attn.Linear(parts[4]);
    }

    /// <summary>
    /// The most probable continuation of a prompt, at most <paramref name="count"/> ids, up to and with an end id.
    /// </summary>
    public IReadOnlyList<int> Greedy(IReadOnlyList<int> prompt, int count, IReadOnlyList<int> endIds)
    {
        using IDisposable frozen = no_grad();
        List<int> ids = [.. prompt];
        while (ids.Count < prompt.Count + count)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor hidden = Hidden(ids.Select(id => (long)id).ToArray().On(Device), [ids.Count]);
            int next = (int)Logits(hidden.narrow(0, ids.Count - 1, 1)).argmax().item<long>();
            ids.Add(next);
            if (endIds.Contains(next)) break;
        }

        return ids[prompt.Count..];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _rotary.Dispose();
        base.Dispose(disposing);
    }
}
