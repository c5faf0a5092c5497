using AssistantLoop.Evaluation.Comparison;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>How to read the numbers, for a reader who was not there.</summary>
internal static class MethodSection
{
    public static HtmlText Write(ReportData data) => new HtmlText().Add($"""
        <section class="card"><h2>How to read this</h2>
        <p>Both versions answered the same cases, which training never saw, through the same path as visitors' questions. Suite {data.After.Suite}, SHA-256 {data.After.SuiteHash}.</p>
        <p>Intervals hold 95 % of {PairedBootstrap.Resamples:#,0} paired bootstrap resamples of the cases. The sign test is exact and two-sided; cases that stayed equal do not count. {data.Comparison.Metrics.Count} metrics are compared here, so by chance alone about one in twenty would look changed: Holm's column corrects for that. Shares change by percentage points.</p>
        </section>

        """);
}
