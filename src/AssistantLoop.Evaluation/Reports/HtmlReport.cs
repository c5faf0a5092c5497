using System.Reflection;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Reports.Html;

namespace AssistantLoop.Evaluation.Reports;

/// <summary>The report as one HTML file that needs nothing else: no script, no network, light and dark.</summary>
public static class HtmlReport
{
    private static readonly Lazy<string> s_style = new(() =>
    {
        using Stream css = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(css);
        return reader.ReadToEnd();
    });

    /// <summary>Writes the report.</summary>
    public static string Write(ReportData data)
    {
        string title = $"{data.Business ?? data.After.Suite}: {data.AfterName} against {data.BeforeName}";
        HtmlText head = new HtmlText().Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{title}</title>
            <style>


            """);
        return head + s_style.Value + Body(data, title);
    }

    private static string Body(ReportData data, string title)
    {
        string outcome = data.Decision.Outcome switch
        {
            Outcome.Promote => "promote",
            Outcome.Reject => "reject",
            _ => "wait",
        };
        string made = data.Made is { } at ? $" · {at:d MMMM yyyy, HH:mm} UTC" : "";
        return new HtmlText().Add($"""
            </style>
            </head>
            <body>
            <header><strong>AssistantLoop</strong><span>Evaluation report{made}</span></header>
            <main>
            <h1>{title}</h1>
            <section class="card verdict {outcome}" aria-label="Decision">
            <p class="headline">{data.Decision.Headline}</p>
            <p class="sentence">{SummarySection.Sentence(data)}</p>
            {SummarySection.Tiles(data)}
            </section>
            {MetricSection.Write("What changed", data.Comparison, data)}
            {GateSection.Write(data)}
            {CaseSection.Write(data)}
            {ForgettingSection.Write(data)}
            {TrainingSection.Write(data)}
            {CostSection.Write(data)}
            {CaseSection.WriteAll(data)}
            {MethodSection.Write(data)}
            </main>
            </body>
            </html>

            """).ToString();
    }
}
