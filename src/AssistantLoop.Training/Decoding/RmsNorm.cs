using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>y = x / sqrt(mean(x²) + ε) · w over the last dimension (Zhang and Sennrich 2019, equation 4).</summary>
internal sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private static readonly Operator s_whole = new("rms_norm");

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
        // One kernel each way on a GPU; on a processor libtorch's is a chain of plain operators as well.
        if (input.is_cuda && s_whole.Exists) return s_whole.One(input, (long[])[_size], weight, _epsilon);
        Tensor length = input.norm(-1, keepdim: true);
        return input * ((length * length / _size) + _epsilon).rsqrt() * weight;
    }
}
