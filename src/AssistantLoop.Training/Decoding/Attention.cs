using AssistantLoop.Models.Configuration;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Causal self-attention (Vaswani et al. 2017, section 3.2) with fewer key and value heads than query heads (Ainslie et
/// al. 2023); biases as in Qwen2, norms of queries and keys as in Qwen3.
/// </summary>
internal sealed class Attention : nn.Module
{
    // Queries go in blocks, so that no product is made that the causal mask would throw away whole.
    private const int QueryBlock = 128;

    private readonly ModelConfig _config;

    public Attention(ModelConfig config)
        : base(nameof(Attention))
    {
        _config = config;
        int queries = config.HeadCount * config.HeadDim, keys = config.KeyValueHeadCount * config.HeadDim;
        q_proj = new Projection(config.HiddenSize, queries, config.AttentionBias);
        k_proj = new Projection(config.HiddenSize, keys, config.AttentionBias);
        v_proj = new Projection(config.HiddenSize, keys, config.AttentionBias);
        o_proj = new Projection(queries, config.HiddenSize, hasBias: false);
        q_norm = config.QueryKeyNorm ? new RmsNorm(config.HeadDim, config.RmsNormEpsilon) : null;
        k_norm = config.QueryKeyNorm ? new RmsNorm(config.HeadDim, config.RmsNormEpsilon) : null;
        RegisterComponents();
    }

    internal nn.Module<Tensor, Tensor> q_proj;
    internal nn.Module<Tensor, Tensor> k_proj;
    internal nn.Module<Tensor, Tensor> v_proj;
    internal nn.Module<Tensor, Tensor> o_proj;
    internal readonly RmsNorm? q_norm;
    internal readonly RmsNorm? k_norm;

    /// <summary>The field of a name.</summary>
    public ref nn.Module<Tensor, Tensor> Linear(string name)
    {
        switch (name)
        {
            case nameof(q_proj): return ref q_proj;
            case nameof(k_proj): return ref k_proj;
            case nameof(v_proj): return ref v_proj;
            case nameof(o_proj): return ref o_proj;
            default: throw new ArgumentException($"Attention has no {name}.", nameof(name));
        }
    }

    /// <summary>x [B, T, hidden] in the computing type and a mask of that type give [B, T, hidden].</summary>
    public Tensor Forward(Tensor x, Rotary rotary, Tensor mask)
    {
        long batch = x.size(0), length = x.size(1);
        int headDim = _config.HeadDim, groups = _config.KeyValueHeadCount, group = _config.HeadCount / groups;
        Tensor queries = Place(q_proj.call(x), _config.HeadCount, q_norm, rotary) * (1 / Math.Sqrt(headDim));
        Tensor q = queries.to(x.dtype).view(batch, length, groups, group, headDim).permute(0, 2, 3, 1, 4);
        Tensor k = Place(k_proj.call(x), groups, k_norm, rotary).to(x.dtype).permute(0, 2, 3, 1);
        Tensor v = v_proj.call(x).view(batch, length, groups, headDim).permute(0, 2, 1, 3);

        List<Tensor> blocks = [];
        for (long start = 0; start < length; start += QueryBlock)
        {
            long rows = Math.Min(QueryBlock, length - start), end = start + rows;
            Tensor block = q.narrow(3, start, rows).reshape(batch, groups, group * rows, headDim);
            Tensor scores = block.matmul(k.narrow(3, 0, end)).view(batch, groups, group, rows, end);
            Tensor shares = scores.add_(mask.narrow(3, start, rows).narrow(4, 0, end)).softmax(-1);
            Tensor mixed = shares.view(batch, groups, group * rows, end).matmul(v.narrow(2, 0, end));
            blocks.Add(mixed.view(batch, groups, group, rows, headDim).permute(0, 3, 1, 2, 4)
                .reshape(batch, rows, groups * group * headDim));
        }

        return o_proj.call(blocks is [Tensor only] ? only : cat(blocks, 1));
    }

    // Heads, normalised where the architecture says so, turned by their positions; at least 32 bits wide.
    private Tensor Place(Tensor projected, int heads, RmsNorm? norm, Rotary rotary)
    {
        Tensor wide = projected.dtype == ScalarType.BFloat16 ? projected.to(ScalarType.Float32) : projected;
        Tensor split = wide.view(wide.size(0), wide.size(1), heads, _config.HeadDim);
        return rotary.Turn(norm is null ? split : norm.call(split));
    }
}
