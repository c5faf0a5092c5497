using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Losses;

/// <summary>
/// A decoder's hidden rows and the way back from their gradient. With checkpointing (Chen et al. 2016) only each layer's
/// input is kept, and the rest of a layer is computed once more on the way back. Its tensors belong to the dispose
/// scope it is made in.
/// </summary>
internal sealed class HiddenPass
{
    private readonly Decoder _decoder;
    private readonly Tensor _last;
    private readonly List<(Tensor Input, Tensor? Random)> _layers = [];
    private readonly TextLayout _layout;
    private readonly RotaryAngles _angles;
    private readonly CausalMask _mask;

    public HiddenPass(Decoder decoder, TokenBatch batch, bool checkpointing)
    {
        (_decoder, _layout) = (decoder, decoder.Lay(batch.Lengths));
        Tensor x = decoder.Embed(batch.Ids.On(decoder.Device));
        _angles = decoder.Angles(_layout, x.dtype);
        _mask = new CausalMask(_layout.Longest, decoder.ComputeType, decoder.Device);
        foreach (DecoderLayer layer in decoder.layers) x = checkpointing ? Skim(layer, x) : Forward(layer, x);
        if (checkpointing) x = x.detach().requires_grad_();
        _last = x;
        Normed = decoder.norm.call(x);
        Hidden = Normed.detach();
    }

    /// <summary>The rows [tokens, hidden], at least 32 bits wide, cut off from what made them.</summary>
    public Tensor Hidden { get; }

    private Tensor Normed { get; }

    /// <summary>Adds to the weights that learn, given the rows' gradient [tokens, hidden].</summary>
    public void Backward(Tensor gradient)
    {
        using IDisposable learning = enable_grad();
        if (Normed.requires_grad) Normed.backward([gradient]);
        if (_layers.Count == 0 || _last.grad is not { } slope) return;
        Tensor? random = _decoder.Randomness?.get_state();
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor input, Tensor? state) = _layers[i];
            if (state is not null) _decoder.Randomness?.set_state(state);
            Tensor leaf = input.detach().requires_grad_();
            Forward(_decoder.layers[i], leaf).backward([slope]);
            slope = leaf.grad!.MoveToOuterDisposeScope();
        }

        // The embedding learns too where the whole model does.
        if (_layers[0].Input.requires_grad) _layers[0].Input.backward([slope]);
        if (random is not null) _decoder.Randomness?.set_state(random);
    }

    private Tensor Forward(DecoderLayer layer, Tensor x) => layer.Forward(x, _layout, _angles, _mask);

    // A layer's output alone. What dropout leaves out is noted, to be left out again on the way back.
    private Tensor Skim(DecoderLayer layer, Tensor x)
    {
        _layers.Add((x, _decoder.Randomness?.get_state()));
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Forward(layer, x).MoveToOuterDisposeScope();
    }
}
