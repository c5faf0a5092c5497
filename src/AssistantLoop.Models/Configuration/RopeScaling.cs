namespace AssistantLoop.Models.Configuration;

/// <summary>
/// Llama 3's scaling of rotary frequencies (rope type "llama3"): wave lengths over
/// OriginalMaxPositions / LowFrequencyFactor are stretched by Factor, those under
/// OriginalMaxPositions / HighFrequencyFactor are kept, and those between are blended.
/// </summary>
public sealed record RopeScaling(
    double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions)
{
    /// <summary>Scales one inverse frequency (radians a position).</summary>
    public double Apply(double inverseFrequency)
    {
        double waveLength = 2 * Math.PI / inverseFrequency;
        if (waveLength < OriginalMaxPositions / HighFrequencyFactor)
        {
            return inverseFrequency;
        }

        if (waveLength > OriginalMaxPositions / LowFrequencyFactor)
        {
            return inverseFrequency / Factor;
        }

        double blend = (OriginalMaxPositions / waveLength - LowFrequencyFactor)
            / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - blend) * inverseFrequency / Factor + blend * inverseFrequency;
    }
}
