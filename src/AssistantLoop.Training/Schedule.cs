namespace AssistantLoop.Training;

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum Decay
{
    Linear,
    Cosine,

    /// <summary>It stays at its highest.</summary>
    Constant,
}

/// <summary>The learning rate's course: a linear rise, then its decay.</summary>
internal static class Schedule
{
    /// <summary>
    /// Factor of the highest learning rate at <paramref name="share"/> of the run, 0 to 1: share / warm-up while
    /// warming up, then 1, or from 1 down to <paramref name="floor"/>, along a line or half a cosine (Loshchilov and
    /// Hutter 2017, equation 5).
    /// </summary>
    public static double Factor(double share, double warmupShare, Decay decay, double floor)
    {
        if (share < warmupShare) return share / warmupShare;
        double gone = Math.Clamp((share - warmupShare) / Math.Max(1 - warmupShare, 1e-9), 0, 1);
        double left = decay switch
        {
            Decay.Constant => 1,
            Decay.Cosine => (1 + Math.Cos(Math.PI * gone)) / 2,
            _ => 1 - gone,
        };
        return floor + ((1 - floor) * left);
    }
}
