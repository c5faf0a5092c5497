using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// y = x W^T + b with W [out, in]. It computes in the input's type, whatever the weights are kept in, so that 32-bit
/// weights learn from 16-bit products.
/// </summary>
public sealed class Projection : nn.Module<Tensor, Tensor>
{
    internal Projection(int inputs, int outputs, bool hasBias, ScalarType type = ScalarType.Float32)
        : base(nameof(Projection))
    {
        weight = nn.Parameter(empty(outputs, inputs, dtype: type));
        bias = hasBias ? nn.Parameter(zeros(outputs)) : null;
        (Inputs, Outputs) = (inputs, outputs);
        RegisterComponents();
    }

    internal readonly Parameter weight;
    internal readonly Parameter? bias;

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>x [..., in] gives [..., out].</summary>
    public override Tensor forward(Tensor input) =>
        nn.functional.linear(input, weight.to(input.dtype), bias?.to(input.dtype));
}
