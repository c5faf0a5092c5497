using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Reports;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Models.Files;
using AssistantLoop.Storage.Versions;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>evaluate: asks a version the suite's questions; with --against compares two and asks the gate.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        Option<int?> version = new("--version") { Description = "the version's number (default: the one that serves)" };
        Option<int?> against = new("--against") { Description = "compare with this version and ask the gate" };
        Option<string?> suite = new("--suite") { Description = "a file of cases (default: the business's own)" };
        Option<string?> report = new("--report") { Description = "write the comparison to this Markdown file" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("evaluate", "Ask a version the suite's questions and measure the answers.")
        {
            version, against, suite, report, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            BusinessProfile profile = session.Get<BusinessProfile>();
            Suite asked = Suite.Load(Path.GetFullPath(parsed.GetValue(suite) ?? profile.Suite));
            await session.EnsureReadyAsync(cancellationToken);
            AssistantVersion candidate = await session.VersionAsync(parsed.GetValue(version), cancellationToken);
            AssistantVersion? serving = parsed.GetValue(against) is { } number
                ? await session.VersionAsync(number, cancellationToken)
                : null;
            AssistantVersion[] versions = serving is null ? [candidate] : [serving, candidate];
            SuiteResult[] results = await RunAsync(session, asked, versions, cancellationToken);
            if (serving is null)
            {
                TellOne(candidate, results[0], parsed.GetValue(json));
                return 0;
            }

            GateDecision decision = Gate.Load(profile.Gate).Decide(results[0], results[1]);
            TellTwo(versions, results, decision, parsed.GetValue(report), parsed.GetValue(json));
            return decision.Promote ? 0 : 1;
        });
        return command;
    }

    private static Task<SuiteResult[]> RunAsync(
        Session session, Suite suite, IReadOnlyList<AssistantVersion> versions, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            List<SuiteResult> results = [];
            foreach (AssistantVersion version in versions)
            {
                ProgressTask bar = bars.AddTask($"Version {version.Number}", maxValue: suite.Cases.Count);
                results.Add(await session.Get<SuiteRun>().RunAsync(
                    suite,
                    session.Get<BusinessProfile>(),
                    await session.Get<VersionRouter>().RouteAsync(version, cancellationToken),
                    new Reports<CaseResult>(_ => bar.Increment(1)),
                    cancellationToken));
            }

            return results.ToArray();
        });

    private static void TellOne(AssistantVersion version, SuiteResult result, bool json)
    {
        if (json)
        {
            Session.WriteJson(new { version = version.Number, result.Suite, result.SuiteHash, result.Metrics, result.Cases });
            return;
        }

        Table table = new Table().AddColumns("case", "score", "question", "answer");
        foreach (CaseResult answered in result.Cases)
        {
            table.AddRow(
                Markup.Escape(answered.Id),
                answered.Score.ToString("0.00", CultureInfo.InvariantCulture),
                Markup.Escape(answered.Question),
                Markup.Escape(answered.Answer));
        }

        Screen.Out.Write(table);
        foreach ((string metric, double value) in result.Metrics)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric,-16} {value:0.###}"));
        }
    }

    private static void TellTwo(
        AssistantVersion[] versions, SuiteResult[] results, GateDecision decision, string? report, bool json)
    {
        string text = MarkdownReport.Write(results[0], results[1], decision);
        if (report is not null)
        {
            WholeFile.WriteText(Path.GetFullPath(report), text);
        }

        if (json)
        {
            Session.WriteJson(new
            {
                serving = versions[0].Number,
                candidate = versions[1].Number,
                decision.Promote,
                decision.Reason,
                before = results[0].Metrics,
                after = results[1].Metrics,
            });
        }
        else
        {
            Console.WriteLine(text);
        }
    }
}
