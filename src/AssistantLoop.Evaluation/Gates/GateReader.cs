using System.Globalization;
using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Gates;

/// <summary>Reads a gate file's entries.</summary>
internal static class GateReader
{
    private const double LeastConfidence = 0.5;

    public static GateRequirement Read(string path, GateFile file, GateFile.Entry entry, bool veto, int number)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"{(veto ? "veto" : "requirement")} {number}");
        (GateBound Bound, double? Value, string Key)[] given =
        [
            .. new[]
            {
                (GateBound.ImproveBy, entry.ImproveBy, "improve_by"),
                (GateBound.MayWorsenBy, entry.MayFallBy, "may_fall_by"),
                (GateBound.MayWorsenBy, entry.MayRiseBy, "may_rise_by"),
                (GateBound.MayWorsenByPercent, entry.MayRiseByPercent, "may_rise_by_percent"),
                (GateBound.AtLeast, entry.AtLeast, "at_least"),
                (GateBound.AtMost, entry.AtMost, "at_most"),
            }.Where(one => one.Item2 is not null),
        ];
        if (string.IsNullOrWhiteSpace(entry.Metric) || given.Length != 1)
        {
            throw new ContentFileException(
                path,
                $"{where} needs 'metric' and one of 'improve_by', 'may_fall_by', 'may_rise_by', 'may_rise_by_percent', 'at_least' and 'at_most'");
        }

        Metric metric = Metric.Find(entry.Metric)
            ?? throw new ContentFileException(path, $"{where} names the unknown metric '{entry.Metric}'");
        (GateBound bound, double? value, string key) = given[0];
        if (!double.IsFinite(value!.Value) || value < 0)
        {
            throw new ContentFileException(path, $"{where}: '{key}' must be a number from 0 up");
        }

        // A bound on the side where the metric gets better would let anything pass.
        if (key is "may_fall_by" or "at_least" && !metric.HigherIsBetter || key.StartsWith("may_rise", StringComparison.Ordinal) && metric.HigherIsBetter
            || key == "at_most" && metric.HigherIsBetter)
        {
            throw new ContentFileException(
                path, $"{where}: '{key}' binds nothing, as {metric.Name} is better when it is {(metric.HigherIsBetter ? "higher" : "lower")}");
        }

        double? confidence = entry.Confidence ?? (veto ? null : file.Confidence);
        return confidence is null or (>= LeastConfidence and < 1)
            ? new(metric, bound, value.Value, confidence, veto)
            : throw new ContentFileException(path, $"{where}: 'confidence' must be at least 0.5 and under 1");
    }
}
