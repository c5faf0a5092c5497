using AssistantLoop.Models.Configuration;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Causal self-attention (Vaswani et al. 2017, section 3.2) with fewer key and value heads than query heads (Ainslie et
/// al. 2023); biases as in Qwen2, norms of queries and keys as in Qwen3.
/// </summary>
internal sealed class Attention : nn.Module
{
    private readonly ModelConfig _config;

    public Attention(ModelConfig config, ScalarType type)
        : base(nameof(Attention))
    {
        _config = config;
        int queries = config.HeadCount * config.HeadDim, keys = config.KeyValueHeadCount * config.HeadDim;
        q_proj = new Projection(config.HiddenSize, queries, config.AttentionBias, type);
        k_proj = new Projection(config.HiddenSize, keys, config.AttentionBias, type);
        v_proj = new Projection(config.HiddenSize, keys, config.AttentionBias, type);
        o_proj = new Projection(queries, config.HiddenSize, hasBias: false, type);
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

    /// <summary>x [tokens, hidden] in the computing type gives [tokens, hidden].</summary>
    public Tensor Forward(Tensor x, TextLayout layout, RotaryAngles angles, CausalMask mask)
    {
        int headDim = _config.HeadDim, groups = _config.KeyValueHeadCount;
        if (layout.Bounds is { } bounds)
        {
            Tensor packed = PackedAttention.Mix(
                Place(q_proj.call(x), _config.HeadCount, q_norm, angles).to(x.dtype),
                Place(k_proj.call(x), groups, k_norm, angles).to(x.dtype),
                v_proj.call(x).view(-1, groups, headDim),
                bounds,
                layout.Longest);
            return o_proj.call(packed.view(-1, _config.HeadCount * headDim));
        }

        Tensor queries = Place(q_proj.call(x), _config.HeadCount, q_norm, angles) * (1 / Math.Sqrt(headDim));
        Tensor[] q = queries.to(x.dtype).split(layout.RunSizes);
        Tensor[] k = Place(k_proj.call(x), groups, k_norm, angles).to(x.dtype).split(layout.RunSizes);
        Tensor[] v = v_proj.call(x).view(x.size(0), groups, headDim).split(layout.RunSizes);
        Tensor[] mixed = [.. layout.Runs.Select((run, i) => Mix(q[i], k[i], v[i], run.Count, run.Length, mask))];
        return o_proj.call(mixed is [Tensor only] ? only : cat(mixed, 0));
    }

    // Texts of one length: q [count · length, heads, D], k and v [count · length, groups, D] give
    // [count · length, heads · D].
    private Tensor Mix(Tensor q, Tensor k, Tensor v, long count, long length, CausalMask mask)
    {
        long headDim = _config.HeadDim, groups = _config.KeyValueHeadCount, group = _config.HeadCount / groups;
        Tensor queries = q.view(count, length, groups, group, headDim).permute(0, 2, 3, 1, 4);
        Tensor keys = k.view(count, length, groups, headDim).permute(0, 2, 3, 1);
        Tensor values = v.view(count, length, groups, headDim).permute(0, 2, 1, 3);
        List<Tensor> blocks = [];
        long start = 0;
        foreach (Tensor block in queries.split(CausalMask.Block, 3))
        {
            long rows = block.size(3), end = start + rows;
            Tensor scores = block.reshape(count, groups, group * rows, headDim)
                .matmul(end == length ? keys : keys.narrow(3, 0, end)).view(count, groups, group, rows, end);
            Tensor shares = scores.add_(mask.For(start, rows)).softmax(-1).view(count, groups, group * rows, end);
            Tensor mixed = shares.matmul(end == length ? values : values.narrow(2, 0, end));
            blocks.Add(mixed.view(count, groups, group, rows, headDim).permute(0, 3, 1, 2, 4));
            start = end;
        }

        Tensor all = blocks is [Tensor only] ? only : cat(blocks, 1);
        return all.reshape(count * length, groups * group * headDim);
    }

    // Heads, normalised where the architecture says so, turned by their positions; at least 32 bits wide.
    internal Tensor Place(Tensor projected, int heads, RmsNorm? norm, RotaryAngles angles)
    {
        // The turn of whole heads widens by itself, without a copy.
        bool widen = projected.dtype == ScalarType.BFloat16 && !(angles.Whole && norm is null);
        Tensor wide = widen ? projected.to(ScalarType.Float32) : projected;
        Tensor split = wide.view(wide.size(0), heads, _config.HeadDim);
        return angles.Turn(norm is null ? split : norm.call(split));
    }
}
