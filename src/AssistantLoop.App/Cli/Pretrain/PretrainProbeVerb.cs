using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Probes;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>pretrain probe: what a model can do, by category, about businesses that training never saw.</summary>
internal static class PretrainProbeVerb
{
    private static readonly Argument<string?> s_folder = new("FOLDER")
    {
        Description = "the model's folder (default: the model of the settings)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> s_count =
        new("--count") { Description = "how many probes of each category", DefaultValueFactory = _ => 50 };

    private static readonly Option<string[]> s_categories = new("--category")
    {
        Description = "a category; may be given again (default: all)",
    };

    private static readonly Option<bool> s_constrained = new("--constrained")
    {
        Description = "hold answers in JSON to their schema while they are written",
    };

    private static readonly Option<int> s_show =
        new("--show") { Description = "how many wrong answers of each category to print" };

    private static readonly Option<bool> s_json = new("--json") { Description = "write the result as JSON" };

    public static Command Create()
    {
        Command command = new("probe", "Measure what a model can do, category by category.")
        {
            s_folder, s_count, s_categories, s_constrained, s_show, s_json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        int count = parsed.GetValue(s_count);
        if (count is < 1 or > 10_000) throw new SettingException("count", $"must be from 1 to 10000; given: {count}");
        IReadOnlyList<string> categories = parsed.GetValue(s_categories) is { Length: > 0 } some ? some : HeldOut.Categories;
        if (categories.FirstOrDefault(name => !HeldOut.Categories.Contains(name)) is { } unknown)
        {
            throw new SettingException(
                "category", $"must be one of {string.Join(", ", HeldOut.Categories)}; given: {unknown}");
        }

        string model = Path.GetFullPath(parsed.GetValue(s_folder) ?? settings.Model);
        List<CorpusProbe> probes = [.. categories.SelectMany(category => HeldOut.Probes(category, count))];
        IReadOnlyList<ProbeAnswer> answers = await ProbeAnswers.AskAsync(
            model, settings, probes, parsed.GetValue(s_constrained), cancellationToken);
        CategoryResult[] results = [.. answers.GroupBy(answer => answer.Probe.Category).Select(group => new CategoryResult(
            group.Key, group.Count(), Share(group, verdict => verdict.Passed), Share(group, verdict => verdict.Fact),
            Share(group, verdict => verdict.Cited), Share(group, verdict => verdict.Formed)))];
        if (parsed.GetValue(s_json))
        {
            Session.WriteJson(new { model, categories = results });
            return 0;
        }

        Show(answers, parsed.GetValue(s_show));
        Show(results);
        return 0;
    }

    private static void Show(IReadOnlyList<ProbeAnswer> answers, int most)
    {
        foreach (ProbeAnswer wrong in answers.GroupBy(answer => answer.Probe.Category)
            .SelectMany(group => group.Where(answer => !answer.Verdict.Passed).Take(most)))
        {
            Console.WriteLine($"{wrong.Probe.Category}: {wrong.Probe.Prompt[^1].Content}\n"
                + $"  model:  {wrong.Text}\n  wanted: {wrong.Probe.Reference}");
        }
    }

    private static void Show(CategoryResult[] results)
    {
        Table table = new Table().Border(TableBorder.Minimal).AddColumn("category");
        foreach (string heading in (string[])["probes", "passed", "fact", "citation", "form"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (CategoryResult result in results)
        {
            table.AddRow(
                result.Category, result.Probes.ToString(CultureInfo.InvariantCulture), Percent(result.Passed),
                Percent(result.Fact), Percent(result.Cited), Percent(result.Formed));
        }

        Screen.Out.Write(table);
    }

    private static double Share(IEnumerable<ProbeAnswer> answers, Func<ProbeVerdict, bool> holds) =>
        answers.Average(answer => holds(answer.Verdict) ? 1.0 : 0);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private sealed record CategoryResult(
        string Category, int Probes, double Passed, double Fact, double Cited, double Formed);
}
