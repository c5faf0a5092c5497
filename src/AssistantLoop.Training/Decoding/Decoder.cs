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

    /// <summary>A model whose weights are still to be filled in.</summary>
    internal Decoder(ModelConfig config)
        : base(nameof(Decoder))
    {
        Config = config;
        _rotary = new Rotary(config);
        embed_tokens = nn.Embedding(config.VocabularySize, config.HiddenSize);
        layers = nn.ModuleList(Enumerable.Range(0, config.LayerCount).Select(_ => new DecoderLayer(config)).ToArray());
        norm = new RmsNorm(config.HiddenSize, config.RmsNormEpsilon);
        lm_head = config.TieWordEmbeddings
            ? null
            : new Projection(config.HiddenSize, config.VocabularySize, hasBias: false);
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

    /// <summary>ids [B, T] int64, padded on the right where they are, to logits [B, T, vocabulary].</summary>
    public override Tensor forward(Tensor input) => Logits(Hidden(input, null));

    /// <summary>
    /// The last layer's normalised output [B, T, hidden] for ids [B, T]. <paramref name="segments"/> [B, T] numbers the
    /// texts of packed rows, and no text sees another.
    /// </summary>
    public Tensor Hidden(Tensor ids, Tensor? segments)
    {
        Tensor mask = AttentionMask.Causal(ids.size(1), segments, ComputeType);
        Tensor x = embed_tokens.call(ids);
        foreach (DecoderLayer layer in layers) x = layer.Forward(x, _rotary, mask);
        return norm.call(x);
    }

    /// <summary>Logits [..., vocabulary] of <see cref="Hidden"/>'s rows, in the computing type.</summary>
    public Tensor Logits(Tensor hidden)
    {
        Tensor narrow = hidden.to(ComputeType);
        Parameter head = lm_head?.weight ?? embed_tokens.weight
            ?? throw new InvalidOperationException("The model has neither a head nor an embedding.");
        return nn.functional.linear(narrow, head.to(ComputeType));
    }

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
            Tensor hidden = Hidden(tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0), null);
            int next = (int)Logits(hidden.narrow(1, ids.Count - 1, 1)).argmax().item<long>();
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
