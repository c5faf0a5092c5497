using AssistantLoop.Models.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Rotary position embedding (Su et al. 2021, equation 34) on the halves of each head, as Hugging Face's Llama lays
/// them out.
/// </summary>
internal sealed class Rotary(ModelConfig config) : IDisposable
{
    private readonly double[] _frequencies = config.RotaryFrequencies();
    private Tensor? _cosines;
    private Tensor? _sines;
    private long _length;

    /// <summary>The turn of each token. On a GPU whole heads are turned, in fewer operators.</summary>
    /// <param name="positions">Each token's position: [tokens] int64, on the device.</param>
    /// <param name="longest">Above every position.</param>
    /// <param name="type">The type of the tables.</param>
    /// <param name="device">Where the tables are.</param>
    public RotaryAngles At(Tensor positions, long longest, ScalarType type, Device device)
    {
        (Tensor cosines, Tensor sines) = Tables(longest, type, device);
        RotaryAngles angles = new(cosines.index_select(0, positions), sines.index_select(0, positions));
        return device.type == DeviceType.CUDA ? angles.OfWholeHeads() : angles;
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _sines?.Dispose();
    }

    // One row a position, kept for the longest text so far.
    private (Tensor Cosines, Tensor Sines) Tables(long length, ScalarType type, Device device)
    {
        if (_cosines is not { } cosines || _sines is not { } sines || _length < length || cosines.dtype != type
            || cosines.device_type != device.type)
        {
            Dispose();
            using DisposeScope scope = NewDisposeScope();
            _length = length;
            Tensor positions = arange(0L, length, dtype: ScalarType.Float64);
            Tensor angles = positions.outer(tensor(_frequencies)).unsqueeze(1);
            _cosines = cosines = angles.cos().to(type, device).DetachFromDisposeScope();
            _sines = sines = angles.sin().to(type, device).DetachFromDisposeScope();
        }

        return (cosines, sines);
    }
}

/// <summary>
/// The turn of each token of a row, cos and sin of its position times each pair's frequency: [tokens, 1, D / 2], or for
/// whole heads [tokens, 1, D] with the sines of the first half negated.
/// </summary>
internal sealed record RotaryAngles(Tensor Cosines, Tensor Sines, bool Whole = false)
{
    /// <summary>The same turn as one product and one sum over whole heads.</summary>
    public RotaryAngles OfWholeHeads() =>
        new(cat([Cosines, Cosines], -1), cat([Sines.neg(), Sines], -1), Whole: true);

    /// <summary>Turns x [tokens, heads, D], in the wider type of x and the angles.</summary>
    public Tensor Turn(Tensor x)
    {
        if (Whole) return (x * Cosines).addcmul_(x.roll(x.size(-1) / 2, -1), Sines, 1);
        long half = x.size(-1) / 2;
        Tensor[] halves = x.split(half, -1);
        return cat(
            [(halves[0] * Cosines) - (halves[1] * Sines), (halves[1] * Cosines) + (halves[0] * Sines)], -1);
    }
}
