using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Lora;

/// <summary>
/// y = W x + scale · B A x with W frozen, A [r, in] and B [out, r] (Hu et al. 2021, equation 3). B is zero at first, so
/// training starts from the base itself. With DoRA the rows of W + scale · B A are brought to learned magnitudes:
/// y = m / ||W + scale · B A|| · (W x + scale · B A x), m being ||W|| at first, and the norms of rows counting as
/// constants in the gradient (Liu et al. 2024, equation 5 and section 4.3). A bias is added as it is. It owns what
/// learns, not the projection that it wraps.
/// </summary>
public sealed class LoraLinear : nn.Module<Tensor, Tensor>
{
    private readonly Projection _base;
    private readonly AdapterConfig _config;
    private readonly Generator _generator;
    private readonly LoraFactors _factors;
    private LoraFactors? _reference;
    private Tensor? _unmerged;

    private LoraLinear(Projection wrapped, AdapterConfig config, Generator generator)
        : base(nameof(LoraLinear))
    {
        (_base, _config, _generator) = (wrapped, config, generator);
        Device device = wrapped.weight.device;
        lora_A = nn.Parameter(zeros(config.Rank, wrapped.Inputs, device: device));
        lora_B = nn.Parameter(zeros(wrapped.Outputs, config.Rank, device: device));
        register_parameter(nameof(lora_A), lora_A);
        register_parameter(nameof(lora_B), lora_B);
        if (config.Dora)
        {
            using DisposeScope scope = NewDisposeScope();
            lora_magnitude_vector = nn.Parameter(Norms(wrapped.weight).to(ScalarType.Float32));
            lora_magnitude_vector.DetachFromDisposeScope();
            register_parameter(nameof(lora_magnitude_vector), lora_magnitude_vector);
        }

        _factors = new LoraFactors(lora_A, lora_B, lora_magnitude_vector);
    }

    internal readonly Parameter lora_A;
    internal readonly Parameter lora_B;
    internal readonly Parameter? lora_magnitude_vector;

    /// <summary>While false the output is the base's alone.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether the base's own weight is the sum.</summary>
    public bool Merged => _unmerged is not null;

    /// <summary>
    /// While true the output is the reference's: the base's alone, or with the factors that <see cref="Set"/> gave.
    /// </summary>
    internal bool Referring { get; set; }

    /// <summary>
    /// Wraps a projection. A is uniform in ±1 / sqrt(in), which is He's initialisation with a = sqrt(5), drawn from
    /// <paramref name="generator"/>; so are the inputs that dropout leaves out while training.
    /// </summary>
    public static LoraLinear FromBase(Projection projection, AdapterConfig config, Generator generator)
    {
        LoraLinear wrapped = new(projection, config, generator);
        double bound = 1 / Math.Sqrt(projection.Inputs);

        // Drawn on the processor whatever the device, so that a seed gives one A.
        using IDisposable frozen = no_grad();
        using Tensor drawn = zeros(wrapped.lora_A.shape).uniform_(-bound, bound, generator);
        wrapped.lora_A.copy_(drawn);
        return wrapped;
    }

    /// <summary>Takes a trained module's tensors over, for itself and as the reference.</summary>
    internal void Set(LoraPair pair)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        lora_A.copy_(tensor(pair.A, [pair.Rank, pair.In]));
        lora_B.copy_(tensor(pair.B, [pair.Out, pair.Rank]));
        if (pair.Magnitude is { } magnitude) lora_magnitude_vector?.copy_(tensor(magnitude));
        _reference?.Dispose();
        _reference = _factors.Frozen();
    }

    /// <summary>x [..., in] gives [..., out], computed in the input's type.</summary>
    public override Tensor forward(Tensor input)
    {
        LoraFactors? factors = Referring ? _reference : Enabled ? _factors : null;
        if (factors is null || Merged) return _base.call(input);
        Tensor inner = nn.functional.linear(Dropped(input), factors.A.to(input.dtype));
        Tensor added = nn.functional.linear(inner, factors.B.to(input.dtype)) * _config.Scale;
        if (factors.Magnitude is not { } magnitude) return _base.call(input) + added;

        Tensor whole = nn.functional.linear(input, _base.weight.to(input.dtype)) + added;
        Tensor stretched = (whole * Stretch(factors, magnitude)).to(input.dtype);
        return _base.bias is { } bias ? stretched + bias.to(input.dtype) : stretched;
    }

    /// <summary>Makes the base's own weight do it all; <see cref="Unmerge"/> puts the old weight back.</summary>
    public void Merge()
    {
        if (Merged) return;
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _unmerged = _base.weight.detach().clone().DetachFromDisposeScope();
        Tensor? stretch = _factors.Magnitude is { } magnitude ? Stretch(_factors, magnitude) : null;
        _base.weight.add_(_factors.Product(_config.Scale));
        if (stretch is not null) _base.weight.mul_(stretch.unsqueeze(1));
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
        if (disposing)
        {
            _unmerged?.Dispose();
            _reference?.Dispose();
        }

        base.Dispose(disposing);
    }

    // m / ||W + scale · B A||: [out], of which m alone has a gradient. Wide, or small changes of m would be rounded away.
    private Tensor Stretch(LoraFactors factors, Tensor magnitude)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor norms;
        using (no_grad()) norms = Norms(_base.weight + factors.Product(_config.Scale));
        return (magnitude / norms).MoveToOuterDisposeScope();
    }

    // A row of zeros has no direction; whatever its norm, it stays zeros.
    private static Tensor Norms(Tensor weight) => weight.detach().norm(1).clamp_min(1e-30);

    private Tensor Dropped(Tensor input)
    {
        if (_config.Dropout == 0 || !training || Referring) return input;
        return input * Kept(input) / (1 - _config.Dropout);
    }

    // 1 where an input is seen. A GPU draws it by itself, from a seed of the generator: a processor's numbers would take
    // longer than all else.
    private Tensor Kept(Tensor input)
    {
        if (!input.is_cuda) return empty_like(input).bernoulli_(1 - _config.Dropout, _generator);
        using Tensor share = zeros(1, ScalarType.Float64).uniform_(0, 1, _generator);
        manual_seed((long)(share.item<double>() * (1L << 53)));
        return empty_like(input).bernoulli_(1 - _config.Dropout);
    }
}
