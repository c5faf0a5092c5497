using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>Every metric before and after, with bars and intervals.</summary>
internal static class MetricSection
{
    public static HtmlText Write(string heading, ResultComparison comparison, ReportData data)
    {
        HtmlText section = new();
        section.Add($"""
            <section class="card">
            <h2>{heading}</h2>
            <p class="keys"><span class="key before">{data.BeforeName}</span> <span class="key after">{data.AfterName}</span> <span class="key whisker">95 % interval of the change</span></p>
            <div class="scroll"><table class="cards halves"><thead><tr><th scope="col">Metric</th><th scope="col">{data.BeforeName}</th><th scope="col">{data.AfterName}</th><th scope="col" class="plot">Both</th><th scope="col">Change</th><th scope="col">Better / worse</th><th scope="col">Sign test</th><th scope="col">Says</th></tr></thead><tbody>
            """);
        foreach ((MetricChange change, double adjusted) in comparison.Metrics.Zip(comparison.Adjusted))
        {
            section.Add($"""
                <tr><th scope="row"><span class="name">{change.Metric.Label}</span><small>{change.Metric.Meaning}</small></th>
                <td data-label="Before" class="num">{Numbers.Value(change.Metric, change.Before)}</td>
                <td data-label="After" class="num"><strong>{Numbers.Value(change.Metric, change.After)}</strong></td>
                <td class="plot">{MetricBars.Draw(change)}</td>
                <td data-label="Change" class="num"><span><strong>{Numbers.Change(change.Metric, change.Change)}</strong><small>{Numbers.Range(change.Metric, change.Interval)}</small></span></td>
                <td data-label="Better / worse" class="num"><span>{change.Wins} / {change.Losses}<small>of {change.Cases}</small></span></td>
                <td data-label="Sign test" class="num"><span>{Numbers.Probability(change.SignTest)}<small>Holm {Numbers.Probability(adjusted)}</small></span></td>
                <td data-label="Says"><span class="badge {Look.Class(change)}">{Numbers.Verdict(change)}</span></td></tr>
                """);
        }

        return section.Add($"</tbody></table></div></section>\n");
    }
}
