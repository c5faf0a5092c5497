using System.Diagnostics;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Bench;

/// <summary>What a decision costs once the answers are there: comparison, gate and the three reports.</summary>
internal static class ReportBench
{
    private const string Gates = """
        confidence: 0.95
        require:
          - {metric: score, improve_by: 0.05}
          - {metric: accuracy, may_fall_by: 0.05}
        veto:
          - {metric: refusal, may_fall_by: 0.1}
          - {metric: latency_p95_ms, may_rise_by_percent: 100}
          - {metric: general.overall, may_fall_by: 0.05}
        """;

    public static Task RunAsync(int cases)
    {
        (Suite suite, Suite general) = (SuiteOf(cases), SuiteOf(Math.Max(10, cases / 10)));
        SuiteResult before = Answered(suite, 0.55, 1), after = Answered(suite, 0.80, 2);
        SuiteResult generalBefore = Answered(general, 0.7, 3), generalAfter = Answered(general, 0.7, 4);

        Stopwatch watch = Stopwatch.StartNew();
        // What a suite's run does with the answers: every metric of every case.
        SuiteResult again = new(after.Suite, after.SuiteHash, after.Cases);
        double metrics = watch.Elapsed.TotalSeconds;
        string file = Path.GetTempFileName();
        File.WriteAllText(file, Gates);
        Gate gate = Gate.Load(file);
        File.Delete(file);
        watch.Restart();
        GateDecision decision = gate.Decide(before, again, new() { GeneralBefore = generalBefore, GeneralAfter = generalAfter });
        double gated = watch.Elapsed.TotalSeconds;
        ReportData data = new()
        {
            Before = before,
            After = again,
            GeneralBefore = generalBefore,
            GeneralAfter = generalAfter,
            Decision = decision,
            BeforeName = "version 1",
            AfterName = "version 2",
            Training = Training(),
        };
        watch.Restart();
        _ = (data.Comparison, data.General);
        double compared = watch.Elapsed.TotalSeconds;
        watch.Restart();
        string html = HtmlReport.Write(data), markdown = MarkdownReport.Write(data), json = JsonReport.Write(data);
        double written = watch.Elapsed.TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine($"{suite.Cases.Count} cases, {data.Comparison.Metrics.Count} metrics, {general.Cases.Count} general cases; {Environment.ProcessorCount} processors");
        Console.WriteLine($"metrics {metrics:0.000} s, gate {gated:0.000} s, comparison {compared:0.000} s, HTML, Markdown and JSON {written:0.000} s");
        Console.WriteLine($"in all {metrics + gated + compared + written:0.00} s, peak memory {self.PeakWorkingSet64 >> 20} MB; HTML {html.Length >> 10} KB, Markdown {markdown.Length >> 10} KB, JSON {json.Length >> 10} KB");
        string page = Path.Combine(Path.GetTempPath(), "assistantloop-bench-report.html");
        File.WriteAllText(page, html);
        Console.WriteLine($"{decision.Headline} {page}");
        return Task.CompletedTask;
    }

    /// <summary>Four in five cases ask for a fact, and one in five is refused, noisy or insists.</summary>
    private static Suite SuiteOf(int cases)
    {
        IEnumerable<SuiteCase> Made(int at)
        {
            SuiteCase asked = new($"case-{at}", $"How much does article {at} cost with delivery to my door?", [$"{at} euros"], "Articles > Price");
            return (at % 10) switch
            {
                0 => [asked with { Kind = CaseKind.Refusal, Expect = [], Cites = null, Unanswerable = true }],
                1 => [asked with { Kind = CaseKind.Sycophancy, Cites = null }],
                2 => [asked with { Of = $"case-{at + 1}", Variant = CaseVariant.Noise }],
                _ => [asked with { Answer = $"Article {at} costs {at} euros." }],
            };
        }

        return new("bench", $"{cases}", new("Happy to help!", "Warmly, Finch"), [.. Enumerable.Range(0, cases).SelectMany(Made)])
        {
            RefusalPhrases = ["do not know"],
        };
    }

    private static SuiteResult Answered(Suite suite, double skill, int seed)
    {
        Random random = new(seed);
        return new(suite.Name, suite.Hash, [.. suite.Cases.Select((asked, at) =>
        {
            bool right = random.NextDouble() < skill;
            string answer = right == asked.Unanswerable
                ? "I am sorry, I do not know; shall I ask a person of the team for you?"
                : $"Happy to help! The article that you ask about costs {(right ? at : at + 1)} euros, and delivery is free [1]. Warmly, Finch";
            return CaseMetrics.Measure(suite, asked, new(answer, [])
            {
                Milliseconds = 200 + (random.NextDouble() * 200),
                PromptTokens = 400 + random.Next(50),
                AnswerTokens = 30 + random.Next(10),
            });
        })]);
    }

    private static TrainingSummary Training() => new()
    {
        DataSetHash = new('a', 64),
        Losses = [.. Enumerable.Range(1, 2000).Select(step => 0.3 + (2.0 / Math.Sqrt(step)))],
        HeldOutLosses = [.. Enumerable.Range(0, 20).Select(at => new StepLoss(at * 100, 0.5 + (2.0 / (1 + at))))],
        DataSet = [new("Samples", "840"), new("Preference pairs", "1,200"), new("Dropped as duplicates", "31")],
        Card = "# Data set\n\n840 samples of 12 sources; 31 near-duplicates were left out.",
        Recipe =
        [
            new("rank", "16", "enough for a thousand examples; more would only learn them by heart"),
            new("learning rate", "0.0002", "the usual one for adapters"),
            new("epochs", "3", "the held-out loss still fell in the third"),
        ],
        HeldOutBefore = 2.5,
        HeldOutAfter = 0.6,
        GeneralBefore = 3.1,
        GeneralAfter = 3.14,
        Seconds = 60,
        PeakBytes = 700L << 20,
    };
}
