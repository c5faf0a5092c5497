using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>What was required and how each requirement went.</summary>
internal static class GateSection
{
    public static HtmlText Write(ReportData data)
    {
        HtmlText section = new();
        section.Add($"""
            <section class="card">
            <h2>The gate</h2>
            <div class="scroll"><table class="cards"><thead><tr><th scope="col">Metric</th><th scope="col">Requirement</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Change lies in</th><th scope="col">Outcome</th></tr></thead><tbody>
            """);
        foreach (GateCheck check in data.Decision.Checks)
        {
            Metric metric = check.Requirement.Metric;
            string look = check.Outcome switch
            {
                Outcome.Promote => "up",
                Outcome.Reject => "down",
                _ => "even",
            };
            section.Add($"""
                <tr><th scope="row">{metric.Label}</th>
                <td data-label="Requirement">{(check.Requirement.Veto ? "Veto: " : "")}{Numbers.Requirement(check.Requirement)}</td>
                <td data-label="Before">{Numbers.Value(metric, check.Serving)}</td>
                <td data-label="After">{Numbers.Value(metric, check.Candidate)}</td>
                <td data-label="Change lies in" class="num">{(check.Interval is null ? "–" : Numbers.Range(metric, check.Interval))}</td>
                <td data-label="Outcome"><span class="badge wrap {look}">{check.Verdict}</span></td></tr>
                """);
        }

        return section.Add($"</tbody></table></div></section>\n");
    }
}
