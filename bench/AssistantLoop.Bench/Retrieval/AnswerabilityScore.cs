using System.Globalization;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>How good estimates are of whether the documents answer.</summary>
internal static class AnswerabilityScore
{
    private const int Bins = 5;

    private static readonly double[] s_thresholds = [0.1, 0.2, 0.3, 0.5];

    /// <summary>
    /// The area under the ROC curve (how often an answered question has the higher estimate), the expected calibration
    /// error over five bins of equal size, and what thresholds keep and refuse.
    /// </summary>
    public static string Of((double Estimate, bool Answered)[] estimates)
    {
        double[] answered = [.. estimates.Where(one => one.Answered).Select(one => one.Estimate)];
        double[] others = [.. estimates.Where(one => !one.Answered).Select(one => one.Estimate)];
        double area = answered.Average(yes => others.Average(no => yes > no ? 1 : yes == no ? 0.5 : 0));
        double error = estimates.OrderBy(one => one.Estimate).Chunk((estimates.Length + Bins - 1) / Bins)
            .Sum(bin => Math.Abs(bin.Average(one => one.Estimate) - bin.Average(one => one.Answered ? 1.0 : 0)) * bin.Length) / estimates.Length;
        string thresholds = string.Join("; ", s_thresholds.Select(from => string.Create(
            CultureInfo.InvariantCulture,
            $"from {from} keeps {answered.Count(one => one >= from)} of {answered.Length} and refuses {others.Count(one => one < from)} of {others.Length}")));
        return string.Create(CultureInfo.InvariantCulture, $"AUC {area:0.000}, calibration error {error:0.000}; {thresholds}");
    }
}
