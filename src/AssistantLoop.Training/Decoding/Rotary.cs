using AssistantLoop.Models.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// Rotary position embedding (Su et al. 2021, equation 34) on the halves of each head, as Hugging Face's Llama lays
/// them out. Attention sees only differences of positions, so a packed row may count on from one text to the next.
/// </summary>
internal sealed class Rotary(ModelConfig config) : IDisposable
{
    private readonly double[] _frequencies = config.RotaryFrequencies();
    private Tensor? _cosines;
    private Tensor? _sines;
    private long _length;

    /// <summary>Turns x [B, T, heads, D], row t by t times each pair's frequency.</summary>
    public Tensor Turn(Tensor x)
    {
        long length = x.size(1), half = _frequencies.Length;
        (Tensor cosines, Tensor sines) = Tables(length, x.dtype);
        Tensor first = x.narrow(-1, 0, half), second = x.narrow(-1, half, half);
        return cat([(first * cosines) - (second * sines), (second * cosines) + (first * sines)], -1);
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _sines?.Dispose();
    }

    // cos and sin of position times frequency, each [T, 1, D / 2]; kept for the longest text so far.
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

        return (cosines.narrow(0, 0, length), sines.narrow(0, 0, length));
    }
}
