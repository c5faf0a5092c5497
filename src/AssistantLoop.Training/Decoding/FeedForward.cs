using AssistantLoop.Models.Configuration;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>down(silu(gate(x)) · up(x)) (Shazeer 2020, equation 6, without biases).</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    public FeedForward(ModelConfig config, ScalarType type)
        : base(nameof(FeedForward))
    {
        gate_proj = new Projection(config.HiddenSize, config.IntermediateSize, hasBias: false, type);
        up_proj = new Projection(config.HiddenSize, config.IntermediateSize, hasBias: false, type);
        down_proj = new Projection(config.IntermediateSize, config.HiddenSize, hasBias: false, type);
        RegisterComponents();
    }

    internal nn.Module<Tensor, Tensor> gate_proj;
    internal nn.Module<Tensor, Tensor> up_proj;
    internal nn.Module<Tensor, Tensor> down_proj;

    /// <summary>The field of a name.</summary>
    public ref nn.Module<Tensor, Tensor> Linear(string name)
    {
        switch (name)
        {
            case nameof(gate_proj): return ref gate_proj;
            case nameof(up_proj): return ref up_proj;
            case nameof(down_proj): return ref down_proj;
            default: throw new ArgumentException($"A feed-forward part has no {name}.", nameof(name));
        }
    }

    public override Tensor forward(Tensor input)
    {
        // silu(x) is x · sigmoid(x); libtorch 1.13's own silu does not vectorise its BFloat16 gradient on a processor.
        Tensor gate = gate_proj.call(input);
        return down_proj.call((gate.is_cuda ? gate.silu() : gate * gate.sigmoid()) * up_proj.call(input));
    }
}
