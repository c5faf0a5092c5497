using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>y = x / sqrt(mean(x²) + ε) · w over the last dimension (Zhang and Sennrich 2019, equation 4).</summary>
internal sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private readonly double _epsilon;
    private readonly int _size;

    public RmsNorm(int size, double epsilon)
        : base(nameof(RmsNorm))
    {
        (_size, _epsilon) = (size, epsilon);
        weight = nn.Parameter(ones(size));
        RegisterComponents();
    }

    internal readonly Parameter weight;

    public override Tensor forward(Tensor input)
    {
        Tensor length = input.norm(-1, keepdim: true);
        return input * ((length * length / _size) + _epsilon).rsqrt() * weight;
    }
}
