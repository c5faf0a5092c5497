namespace AssistantLoop.Bench;

/// <summary>Measurements as a reader wants them.</summary>
internal static class Spread
{
    /// <summary>Median, least and most.</summary>
    public static string Of(IEnumerable<double> values, string format)
    {
        double[] sorted = [.. values.Order()];
        return $"{sorted[sorted.Length / 2].ToString(format)} ({sorted[0].ToString(format)} to {sorted[^1].ToString(format)})";
    }
}
