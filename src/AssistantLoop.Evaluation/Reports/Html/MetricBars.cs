using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>Two bars and the interval of the change around the second; shares go from 0 to 100 %.</summary>
internal static class MetricBars
{
    public static HtmlText Draw(MetricChange change)
    {
        double low = change.Before + change.Interval.Low, high = change.Before + change.Interval.High;
        double full = change.Metric.Unit.Length == 0 ? 1 : Math.Max(high, Math.Max(change.Before, change.After)) * 1.05;
        double At(double value) => full <= 0 ? 0 : Math.Clamp(value / full * 100, 0, 100);
        string said = $"{change.Metric.Label}: {Numbers.Value(change.Metric, change.Before)} before, {Numbers.Value(change.Metric, change.After)} after, change {Numbers.Range(change.Metric, change.Interval)}";
        return new HtmlText().Add($"""
            <svg class="bars" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="{said}"><rect class="track" width="100" height="24"/><rect class="before" y="3" width="{At(change.Before):0.##}" height="7"/><rect class="after" y="13" width="{At(change.After):0.##}" height="8"/><path class="whisker" d="M{At(low):0.##} 17H{At(high):0.##}M{At(low):0.##} 14V20M{At(high):0.##} 14V20"/></svg>
            """);
    }
}
