using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Generation;

/// <summary>
/// A decoder that reads only what is new of texts that share a prompt, and no gradients: it computes what
/// <see cref="Decoder.Hidden"/> does, with the decoder's own modules, so adapters in their places work too.
/// </summary>
internal sealed class CachedDecoder(Decoder decoder, int rows, int capacity) : IDisposable
{
    // A long prompt's scores would need memory by the square of its length.
    private const int PromptBlock = 256;

    private readonly KeyValueCache _cache = new(decoder.Config, rows, capacity, decoder.ComputeType);
    private readonly Rotary _rotary = new(decoder.Config);

    /// <summary>Reads the prompt once for all rows and gives each its next logits: [rows, vocabulary].</summary>
    public Tensor Start(IReadOnlyList<int> prompt)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (int[] block in prompt.Take(prompt.Count - 1).Chunk(PromptBlock))
        {
            using DisposeScope within = NewDisposeScope();
            Read(block);
        }

        Tensor logits = decoder.Logits(Read([prompt[^1]]));
        _cache.Spread();
        return logits.expand(_cache.Rows, -1).MoveToOuterDisposeScope();
    }

    /// <summary>Reads one more id of each row and gives its logits of the next token: [rows, vocabulary].</summary>
    public Tensor Next(IReadOnlyList<int> ids)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return decoder.Logits(Read(ids)).MoveToOuterDisposeScope();
    }

    /// <summary>Reads no more of a row; the last row takes its number.</summary>
    public void Drop(int row)
    {
        using DisposeScope scope = NewDisposeScope();
        _cache.Drop(row);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _rotary.Dispose();
    }

    // The last layer's normalised output of ids that stand behind what is cached, row by row: [ids, hidden].
    private Tensor Read(IReadOnlyList<int> ids)
    {
        int count = ids.Count / _cache.Rows, past = _cache.Length;
        Tensor x = decoder.Embed(tensor(ids.Select(id => (long)id).ToArray()));
        Tensor positions = arange((long)past, past + count).repeat(_cache.Rows);
        RotaryAngles angles = _rotary.At(positions, _cache.Capacity, x.dtype, CPU);
        Tensor? mask = count == 1
            ? null
            : full(count, past + count, float.NegativeInfinity, dtype: _cache.Type).triu(past + 1);
        for (int i = 0; i < decoder.layers.Count; i++)
        {
            DecoderLayer layer = decoder.layers[i];
            x += Attend(i, layer.self_attn, layer.input_layernorm.call(x).to(_cache.Type), angles, mask);
            x += layer.mlp.call(layer.post_attention_layernorm.call(x).to(_cache.Type));
        }

        _cache.Advance(count);
        return decoder.norm.call(x);
    }

    private Tensor Attend(int layer, Attention attention, Tensor x, RotaryAngles angles, Tensor? mask)
    {
        long count = x.size(0) / _cache.Rows, dim = decoder.Config.HeadDim;
        int heads = decoder.Config.HeadCount, groups = decoder.Config.KeyValueHeadCount, group = heads / groups;
        Tensor q = attention.Place(attention.q_proj.call(x), heads, attention.q_norm, angles) * (1 / Math.Sqrt(dim));
        Tensor k = attention.Place(attention.k_proj.call(x), groups, attention.k_norm, angles);
        Tensor v = attention.v_proj.call(x);
        (Tensor keys, Tensor values) =
            _cache.Append(layer, k.view(_cache.Rows, count, groups, dim), v.view(_cache.Rows, count, groups, dim));
        Tensor queries = q.to(x.dtype).view(_cache.Rows, count, groups, group, dim).permute(0, 2, 3, 1, 4)
            .reshape(_cache.Rows, groups, group * count, dim);
        Tensor scores = queries.matmul(keys.mT);
        if (mask is not null) scores.view(_cache.Rows, groups, group, count, -1).add_(mask);
        Tensor mixed = scores.softmax(-1).matmul(values).view(_cache.Rows, groups, group, count, dim);
        return attention.o_proj.call(mixed.permute(0, 3, 1, 2, 4).reshape(x.size(0), heads * dim));
    }
}
