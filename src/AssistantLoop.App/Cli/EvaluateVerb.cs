using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
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

/// <summary>
/// evaluate: asks a version the suite's questions; with --against compares two and asks the gate. Ends with 0 where the
/// gate passed, 1 where it did not and 3 where it has not enough evidence.
/// </summary>
internal static class EvaluateVerb
{
    private const int NotEnoughEvidence = 3;

    private static readonly Dictionary<string, Func<ReportData, string>> s_writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = HtmlReport.Write,
        [".md"] = MarkdownReport.Write,
        [".json"] = JsonReport.Write,
    };

    public static Command Create()
    {
        Option<int?> version = new("--version") { Description = "the version's number (default: the one that serves)" };
        Option<int?> against = new("--against") { Description = "compare with this version and ask the gate" };
        Option<string?> suite = new("--suite") { Description = "a file of cases (default: the business's own)" };
        Option<string?> gate = new("--gate") { Description = "a gate's file (default: the business's own)" };
        Option<string?> report = new("--report") { Description = "write the comparison to this .html, .md or .json file" };
        Option<int> atOnce = new("--at-once")
        {
            Description = "cases asked at once; more is quicker, and an answer may then depend on its neighbours",
            DefaultValueFactory = _ => 1,
        };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("evaluate", "Ask a version the suite's questions and measure the answers.")
        {
            version, against, suite, gate, report, atOnce, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? file = parsed.GetValue(report);
            Func<ReportData, string>? writer = file is null ? null : WriterOf(file, parsed.GetValue(against));
            int parallel = parsed.GetValue(atOnce) is >= 1 and <= 64 and var given
                ? given
                : throw new SettingException("--at-once", "must be from 1 to 64");
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            BusinessProfile profile = session.Get<BusinessProfile>();
            Suite asked = Suite.Load(Path.GetFullPath(parsed.GetValue(suite) ?? profile.Suite));
            Gate decider = Gate.Load(Path.GetFullPath(parsed.GetValue(gate) ?? profile.Gate));
            Suite? general = profile.GeneralSuite is { } path ? Suite.Load(path) : null;
            await session.EnsureReadyAsync(cancellationToken);
            AssistantVersion candidate = await session.VersionAsync(parsed.GetValue(version), cancellationToken);
            if (parsed.GetValue(against) is not { } number)
            {
                TellOne(candidate, (await RunAsync(session, asked, [candidate], parallel, cancellationToken))[0], parsed.GetValue(json));
                return 0;
            }

            AssistantVersion[] versions = [await session.VersionAsync(number, cancellationToken), candidate];
            SuiteResult[] results = await RunAsync(session, asked, versions, parallel, cancellationToken);
            SuiteResult[]? generals = general is null ? null : await RunAsync(session, general, versions, parallel, cancellationToken);
            ReportData data = new()
            {
                Before = results[0],
                After = results[1],
                GeneralBefore = generals?[0],
                GeneralAfter = generals?[1],
                BeforeName = $"version {versions[0].Number}",
                AfterName = $"version {versions[1].Number}",
                Business = profile.Business,
                Made = session.Get<TimeProvider>().GetUtcNow(),
                Decision = decider.Decide(
                    results[0], results[1], new() { GeneralBefore = generals?[0], GeneralAfter = generals?[1] }),
            };
            if (file is not null)
            {
                WholeFile.WriteText(Path.GetFullPath(file), writer!(data));
            }

            Console.WriteLine(parsed.GetValue(json) ? JsonReport.Write(data) : MarkdownReport.Write(data));
            return data.Decision.Outcome switch
            {
                Outcome.Promote => 0,
                Outcome.Reject => 1,
                _ => NotEnoughEvidence,
            };
        });
        return command;
    }

    private static Func<ReportData, string> WriterOf(string file, int? against) =>
        against is null ? throw new SettingException("--report", "needs --against: a report compares two versions")
        : s_writers.TryGetValue(Path.GetExtension(file), out Func<ReportData, string>? writer) ? writer
        : throw new SettingException("--report", "the file's name must end with .html, .md or .json");

    private static Task<SuiteResult[]> RunAsync(
        Session session, Suite suite, IReadOnlyList<AssistantVersion> versions, int atOnce, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            List<SuiteResult> results = [];
            foreach (AssistantVersion version in versions)
            {
                ProgressTask bar = bars.AddTask($"{Markup.Escape(suite.Name)}, version {version.Number}", maxValue: suite.Cases.Count);
                results.Add(await session.Get<SuiteRun>().RunAsync(
                    suite,
                    session.Get<BusinessProfile>(),
                    await session.Get<VersionRouter>().RouteAsync(version, cancellationToken),
                    new Reports<CaseResult>(_ => bar.Increment(1)),
                    atOnce,
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
}
