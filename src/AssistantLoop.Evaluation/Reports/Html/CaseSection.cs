using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Evaluation.Metrics;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>The cases: how each changed, the greatest wins and losses with their texts, and all of them.</summary>
internal static class CaseSection
{
    private const int MostTexts = 8;

    public static HtmlText Write(ReportData data)
    {
        IReadOnlyList<CaseChange> cases = data.Comparison.Cases;
        CaseChange[] wins = [.. cases.Where(change => change.Change > 0).OrderByDescending(change => change.Change)];
        CaseChange[] losses = [.. cases.Where(change => change.Change < 0).OrderBy(change => change.Change)];
        return new HtmlText().Add($"""
            <section class="card">
            <h2>Case by case</h2>
            {CasePlot.Draw(cases)}
            {Texts("Wins", wins, data)}
            {Texts("Losses", losses, data)}
            </section>

            """);
    }

    public static HtmlText WriteAll(ReportData data)
    {
        HtmlText section = new();
        section.Add($"""
            <section class="card"><details><summary>All {data.Comparison.Cases.Count} cases</summary>
            <div class="scroll"><table class="cards"><thead><tr><th scope="col">Case</th><th scope="col">Question</th><th scope="col">{data.BeforeName}</th><th scope="col">{data.AfterName}</th><th scope="col">Score</th></tr></thead><tbody>
            """);
        foreach (CaseChange change in data.Comparison.Cases)
        {
            section.Add($"""
                <tr><th scope="row">{change.After.Id}</th><td data-label="Question">{change.After.Question}</td><td data-label="Before">{change.Before.Answer}</td><td data-label="After">{change.After.Answer}</td><td data-label="Score" class="score">{change.Before.Score:0.00} → {change.After.Score:0.00}</td></tr>

                """);
        }

        return section.Add($"</tbody></table></div></details></section>\n");
    }

    private static HtmlText Texts(string heading, CaseChange[] changes, ReportData data)
    {
        HtmlText texts = new();
        texts.Add($"<h3>{heading}: {changes.Length}</h3>\n");
        if (changes.Length == 0)
        {
            return texts.Add($"<p class=\"muted\">None.</p>\n");
        }

        foreach (CaseChange change in changes.Take(MostTexts))
        {
            texts.Add($"""
                <article class="pair"><h4>{change.After.Question}</h4>
                <p class="meta">{change.After.Id} · score {change.Before.Score:0.00} → {change.After.Score:0.00}{Moved(change)}</p>
                {Earlier(change)}
                <div class="two"><figure class="old"><figcaption>{data.BeforeName}</figcaption><blockquote>{change.Before.Answer}</blockquote>{Cites(change.Before)}</figure><figure class="new"><figcaption>{data.AfterName}</figcaption><blockquote>{change.After.Answer}</blockquote>{Cites(change.After)}</figure></div></article>

                """);
        }

        return changes.Length > MostTexts ? texts.Add($"<p class=\"muted\">The other {changes.Length - MostTexts} stand under “All cases”.</p>\n") : texts;
    }

    private static HtmlText Moved(CaseChange change)
    {
        HtmlText moved = new();
        foreach (Metric metric in Metric.All.Where(metric => metric.Unit.Length == 0))
        {
            if (change.Before.Value(metric.Name) is { } old && change.After.Value(metric.Name) is { } now && Math.Abs(now - old) > 1e-9)
            {
                moved.Add($" <span class=\"badge {(metric.Gain(old, now) > 0 ? "up" : "down")}\">{metric.Label.ToLowerInvariant()} {Numbers.Change(metric, now - old)}</span>");
            }
        }

        return moved;
    }

    private static HtmlText Earlier(CaseChange change)
    {
        HtmlText earlier = new();
        foreach (Exchange turn in change.After.Earlier)
        {
            earlier.Add($"<p class=\"meta\">Before it: “{turn.Question}” – “{turn.Answer}”</p>");
        }

        return earlier;
    }

    private static HtmlText? Cites(CaseResult result) =>
        result.Cited.Count == 0 ? null : new HtmlText().Add($"<p class=\"meta\">cites {string.Join("; ", result.Cited)}</p>");
}
