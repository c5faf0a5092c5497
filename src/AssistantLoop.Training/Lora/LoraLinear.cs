using AssistantLoop.Training.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Lora;

/// <summary>
/// y = W x + scale · B A x with W frozen, A [r, in] and B [out, r] (Hu et al. 2021, equation 3). B is zero at first, so
/// training starts from the base itself. It owns A and B, not the projection that it wraps.
/// </summary>
public sealed class LoraLinear : nn.Module<Tensor, Tensor>
{
    private readonly Projection _base;
    private readonly double _scale;
    private readonly double _dropout;
    private readonly Generator _generator;
    private Tensor? _unmerged;

    private LoraLinear(Projection wrapped, int rank, double scale, double dropout, Generator generator)
        : base(nameof(LoraLinear))
    {
        (_base, _scale, _dropout, _generator) = (wrapped, scale, dropout, generator);
        lora_A = nn.Parameter(zeros(rank, wrapped.Inputs));
        lora_B = nn.Parameter(zeros(wrapped.Outputs, rank));
        register_parameter(nameof(lora_A), lora_A);
        register_parameter(nameof(lora_B), lora_B);
    }

    internal readonly Parameter lora_A;
    internal readonly Parameter lora_B;

    /// <summary>While false the output is the base's alone.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Wraps a projection. A is uniform in ±1 / sqrt(in), which is He's initialisation with a = sqrt(5), drawn from
    /// <paramref name="generator"/>; so are the inputs that dropout leaves out while training.
    /// </summary>
    public static LoraLinear FromBase(
        Projection projection, int rank, double scale, double dropout, Generator generator)
    {
        LoraLinear wrapped = new(projection, rank, scale, dropout, generator);
        double bound = 1 / Math.Sqrt(projection.Inputs);
        nn.init.uniform_(wrapped.lora_A, -bound, bound, generator);
        return wrapped;
    }

    /// <summary>x [..., in] gives [..., out], computed in the input's type.</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor output = _base.call(input);
        if (!Enabled || _unmerged is not null) return output;
        Tensor inner = nn.functional.linear(Dropped(input), lora_A.to(input.dtype));
        return output + (nn.functional.linear(inner, lora_B.to(input.dtype)) * _scale);
    }

    /// <summary>Adds scale · B A to the base's own weight; <see cref="Unmerge"/> puts the old weight back.</summary>
    public void Merge()
    {
        if (_unmerged is not null) return;
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _unmerged = _base.weight.detach().clone().DetachFromDisposeScope();
        _base.weight.add_(lora_B.matmul(lora_A) * _scale);
    }

    /// <summary>Puts back, bit for bit, the weight from before <see cref="Merge"/>.</summary>
    public void Unmerge()
    {
        if (_unmerged is null) return;
        using IDisposable frozen = no_grad();
        _base.weight.copy_(_unmerged);
        _unmerged.Dispose();
        _unmerged = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unmerged?.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Dropped(Tensor input)
    {
        if (_dropout == 0 || !training) return input;
        Tensor kept = empty_like(input).bernoulli_(1 - _dropout, _generator);
        return input * kept / (1 - _dropout);
    }
}
