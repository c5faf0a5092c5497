using System.Globalization;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports.Html;

namespace AssistantLoop.App.Demo;

/// <summary>The demonstration as a page of its own: the quality by round as a plot and a table, and answers before and after.</summary>
public static class LoopPage
{
    private const double Wide = 720, Tall = 320, Left = 46, Right = 130, Top = 16, Bottom = 40;

    /// <summary>Answers shown: the suite's first, so that none is picked.</summary>
    private const int Shown = 10;

    private static readonly (string Metric, string Name, string Class)[] s_lines =
    [
        ("score", "score", "score"), ("accuracy", "facts", "facts"), ("citation", "citations", "citations"), ("style", "house style", "style"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="rounds">Where the base stood, then each round.</param>
    /// <param name="shuffled">The round with shuffled corrections.</param>
    public static string Write(IReadOnlyList<LoopRound> rounds, LoopRound shuffled)
    {
        LoopRound first = rounds[0], last = rounds[^1];
        HtmlText page = new();
        page.Add($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>The loop, round by round</title>
            <style>
            :root { color-scheme: light dark; --accent: #1f6b4a; --paper: #fff; --ground: #f4f7f5; --ink: #1d2420; --line: #d5ddd8; --muted: #55625b; --bad: #a32525; --second: #a45c00; --third: #2d5d9f; }
            @media (prefers-color-scheme: dark) { :root { --accent: #5fc295; --paper: #18201c; --ground: #101613; --ink: #e8eeea; --line: #37453d; --muted: #a5b3ab; --bad: #ff9c92; --second: #e8a95a; --third: #8db8ef; } }
            * { box-sizing: border-box; } body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
            main { max-inline-size: 1000px; margin: 0 auto; padding: 22px 16px; } h1 { font-size: 24px; margin: 0 0 6px; } h2 { font-size: 18px; margin: 0 0 8px; }
            section { background: var(--paper); border: 1px solid var(--line); border-radius: 16px; padding: 18px 20px; margin-block: 14px; overflow-x: auto; }
            svg { display: block; inline-size: 100%; min-inline-size: 520px; block-size: auto; font: 13px system-ui, "DejaVu Sans", sans-serif; } svg text { fill: var(--muted); }
            .grid { stroke: var(--line); } .line { fill: none; stroke-width: 2; stroke: var(--c); } .mark { fill: var(--c); } svg text.name { fill: var(--c); }
            .score { --c: var(--accent); } .line.score { stroke-width: 4; } .facts { --c: var(--third); } .citations { --c: var(--second); } .style { --c: var(--muted); }
            table { border-collapse: collapse; inline-size: 100%; } th, td { text-align: start; padding: 6px 10px; border-block-end: 1px solid var(--line); vertical-align: top; } td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; }
            .muted { color: var(--muted); } .bad { color: var(--bad); }
            </style></head><body><main>
            <h1>The loop, round by round</h1>
            <p class="muted">Scripted visitors of the sample business chatted and rated; an agent corrected what they did not like; a run learnt from it; the gate decided. After each round the serving version was asked {{first.Unseen.Cases.Count}} questions that no visitor, run or gate ever saw.</p>
            <section><h2>Quality on unseen questions: {{first.Unseen.Metrics["score"]:0.00}} to {{last.Unseen.Metrics["score"]:0.00}}</h2>
            {{Plot(rounds)}}</section>
            <section><h2>Rounds</h2><table><thead><tr><th scope="col">round</th><th scope="col" class="n">visits</th><th scope="col" class="n">liked</th><th scope="col" class="n">samples</th><th scope="col">the gate</th><th scope="col" class="n">score</th><th scope="col" class="n">facts</th><th scope="col" class="n">citations</th><th scope="col" class="n">style</th></tr></thead><tbody>

            """);
        foreach (LoopRound round in rounds)
        {
            page.Add($"<tr>{Row(round)}</tr>\n");
        }

        page.Add($"</tbody></table></section>\n<section><h2>Shuffled corrections {(shuffled.Promoted == true ? "passed" : "were refused")}</h2>");
        page.Add($"<p>The same visits with every correction dealt to another question: a run on such labels must not reach visitors. {shuffled.Note} The gate: <span class=\"bad\">{shuffled.Decision}</span></p></section>\n");
        page.Add($"<section><h2>Before and after</h2><p class=\"muted\">The first {Shown} unseen questions, whatever became of them.</p><table><thead><tr><th scope=\"col\">question</th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr></thead><tbody>\n");
        foreach ((CaseResult before, CaseResult after) in first.Unseen.Cases.Zip(last.Unseen.Cases).Take(Shown))
        {
            page.Add($"<tr><th scope=\"row\">{before.Question}</th><td>{before.Answer}</td><td>{after.Answer}</td></tr>\n");
        }

        return page.Add($"</tbody></table></section></main></body></html>\n").ToString();
    }

    private static HtmlText Row(LoopRound round) => new HtmlText()
        .Add($"<th scope=\"row\">{round.Name}</th><td class=\"n\">{round.Visits}</td><td class=\"n\">{Percent(round.Liked)}</td>")
        .Add($"<td class=\"n\">{round.Samples?.ToString(CultureInfo.InvariantCulture)}</td><td>{(round.Decision is null ? "" : $"{(round.Promoted == true ? "promoted" : "refused")}: {round.Decision}")}</td>")
        .Add($"<td class=\"n\">{round.Unseen.Metrics["score"]:0.000}</td><td class=\"n\">{round.Unseen.Metrics["accuracy"]:0.000}</td>")
        .Add($"<td class=\"n\">{round.Unseen.Metrics["citation"]:0.000}</td><td class=\"n\">{round.Unseen.Metrics["style"]:0.000}</td>");

    private static HtmlText Plot(IReadOnlyList<LoopRound> rounds)
    {
        double X(int round) => Left + (Wide - Left - Right) * round / Math.Max(1, rounds.Count - 1);
        double Y(double share) => Top + (Tall - Top - Bottom) * (1 - share);
        string told = string.Join(", ", rounds.Select(round => FormattableString.Invariant($"{round.Name} {round.Unseen.Metrics["score"]:0.00}")));
        HtmlText plot = new();
        plot.Add($"<svg viewBox=\"0 0 {Wide} {Tall}\" role=\"img\" aria-label=\"Score by round: {told}\">");
        for (int line = 0; line <= 4; line++)
        {
            double share = line / 4.0;
            plot.Add($"<path class=\"grid\" d=\"M{Left} {Y(share):0.#}H{Wide - Right}\"/><text x=\"{Left - 6}\" y=\"{Y(share) + 4:0.#}\" text-anchor=\"end\">{share:0.00}</text>");
        }

        for (int at = 0; at < rounds.Count; at++)
        {
            plot.Add($"<text x=\"{X(at):0.#}\" y=\"{Tall - 14}\" text-anchor=\"middle\">{rounds[at].Name}</text>");
        }

        double[] ends = Apart([.. s_lines.Select(line => Y(rounds[^1].Unseen.Metrics[line.Metric]))]);
        foreach (((string metric, string name, string style), double end) in s_lines.Zip(ends))
        {
            double[] values = [.. rounds.Select(round => round.Unseen.Metrics[metric])];
            string path = string.Join("L", values.Select((value, at) => FormattableString.Invariant($"{X(at):0.#} {Y(value):0.#}")));
            plot.Add($"<g class=\"{style}\"><path class=\"line {style}\" d=\"M{path}\"/>");
            for (int at = 0; at < values.Length; at++)
            {
                plot.Add($"<circle class=\"mark\" cx=\"{X(at):0.#}\" cy=\"{Y(values[at]):0.#}\" r=\"4\"/>");
            }

            plot.Add($"<text class=\"name\" x=\"{Wide - Right + 12}\" y=\"{end + 4:0.#}\">{name} {values[^1]:0.00}</text></g>");
        }

        return plot.Add($"</svg>");
    }

    // Names at the lines' ends, moved down until no two of them touch.
    private static double[] Apart(double[] ends)
    {
        const double height = 16;
        double last = double.NegativeInfinity;
        foreach (int at in Enumerable.Range(0, ends.Length).OrderBy(at => ends[at]).ToArray())
        {
            ends[at] = last = Math.Max(ends[at], last + height);
        }

        return ends;
    }

    private static string Percent(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "";
}
