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

    /// <summary>cos and sin of each token's position times each pair's frequency: [tokens, 1, D / 2].</summary>
    public RotaryAngles At(Tensor positions, long longest, ScalarType type)
    {
        (Tensor cosines, Tensor sines) = Tables(longest, type);
        return new(cosines.index_select(0, positions), sines.index_select(0, positions));
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _sines?.Dispose();
    }

    // One row a position, kept for the longest text so far.
    private (Tensor Cosines, Tensor Sines) Tables(long length, ScalarType type)
    {
        if (_cosines is not { } cosines || _sines is not { } sines || _length < length || cosines.dtype != type)
        {
            Dispose();
            using DisposeScope scope = NewDisposeScope();
            _length = length;
            Tensor positions = arange(0L, length, dtype: ScalarType.Float64);
            Tensor angles = positions.outer(tensor(_frequencies)).unsqueeze(1);
            _cosines = cosines = angles.cos().to(type).DetachFromDisposeScope();
            _sines = sines = angles.sin().to(type).DetachFromDisposeScope();
        }

        return (cosines, sines);
    }
}

/// <summary>The turn of each token of a row: [tokens, 1, D / 2] each.</summary>
internal sealed record RotaryAngles(Tensor Cosines, Tensor Sines)
{
    /// <summary>Turns x [tokens, heads, D].</summary>
    public Tensor Turn(Tensor x)
    {
        long half = x.size(-1) / 2;
        Tensor[] halves = x.split(half, -1);
        return cat(
            [(halves[0] * Cosines) - (halves[1] * Sines), (halves[1] * Cosines) + (halves[0] * Sines)], -1);
    }
}
