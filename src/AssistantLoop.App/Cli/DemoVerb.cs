using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Demo;
using AssistantLoop.App.Settings;
using AssistantLoop.Models.Files;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>demo loop: visitors, corrections and runs on the sample business, unattended, with a plot of what came of it.</summary>
internal static class DemoVerb
{
    public static Command Create()
    {
        Option<int> seed = new("--seed") { Description = "the order of the visits", DefaultValueFactory = _ => 1 };
        Option<string?> report = new("--report") { Description = "the page with the plot (default: DATA/demo/loop.html)" };
        Option<bool> json = new("--json") { Description = "write the rounds as JSON" };
        Command loop = new("loop", "Three rounds of the loop with scripted visitors, and one with shuffled corrections.")
        {
            seed, report, json,
        };
        loop.SetAction(async (parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            settings = settings with { Data = Path.Combine(settings.Data, "demo") };
            string page = Path.GetFullPath(parsed.GetValue(report) ?? Path.Combine(settings.Data, "loop.html"));
            (IReadOnlyList<LoopRound> rounds, LoopRound shuffled) =
                await RunAsync(settings, parsed.GetValue(seed), cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            WholeFile.WriteText(page, LoopPage.Write(rounds, shuffled));
            Tell(rounds, shuffled, page, parsed.GetValue(json));
            bool rises = rounds.Zip(rounds.Skip(1)).All(pair => Score(pair.Second) > Score(pair.First));
            return rises && shuffled.Promoted == false ? 0 : 1;
        });
        return new Command("demo", "Show the loop at work on the sample business.") { loop };
    }

    private static Task<(IReadOnlyList<LoopRound>, LoopRound)> RunAsync(
        AppSettings settings, int seed, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("Getting ready");
            bar.IsIndeterminate = true;
            LoopDemo demo = new(settings, seed, text => bar.Description = Markup.Escape(text));
            IReadOnlyList<LoopRound> rounds = await demo.RunAsync(cancellationToken);
            return (rounds, await demo.RunShuffledAsync(cancellationToken));
        });

    private static void Tell(IReadOnlyList<LoopRound> rounds, LoopRound shuffled, string page, bool json)
    {
        if (json)
        {
            Session.WriteJson(new { rounds, shuffled, page });
            return;
        }

        Table table = new Table().AddColumns("round", "visits", "liked", "samples", "version", "promoted", "unseen score", "facts", "citations", "style", "seconds");
        foreach (LoopRound round in rounds.Append(shuffled))
        {
            string Percent(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "";
            string Metric(string name) => round.Unseen.Metrics[name].ToString("0.000", CultureInfo.InvariantCulture);
            table.AddRow(
                round.Name,
                round.Visits.ToString(CultureInfo.InvariantCulture),
                Percent(round.Liked),
                round.Samples?.ToString(CultureInfo.InvariantCulture) ?? "",
                round.Version.ToString(CultureInfo.InvariantCulture),
                round.Promoted switch { true => "yes", false => "no", _ => "" },
                Metric("score"),
                Metric("accuracy"),
                Metric("citation"),
                Metric("style"),
                round.Seconds.ToString("0", CultureInfo.InvariantCulture));
        }

        Screen.Out.Write(table);
        foreach (LoopRound round in rounds.Where(round => round.Decision is not null))
        {
            Console.WriteLine($"{round.Name}: {round.Decision}");
        }

        Console.WriteLine($"{shuffled.Name}: {shuffled.Note} {shuffled.Decision}");
        Console.WriteLine($"Plot: {page}");
    }

    private static double Score(LoopRound round) => round.Unseen.Metrics["score"];
}
