namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>Whether the candidate lost what it could do before.</summary>
internal static class ForgettingSection
{
    public static HtmlText? Write(ReportData data) =>
        data.General is { } general ? MetricSection.Write("Forgetting: the general suite", general, data) : null;
}
