using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Drift;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>drift: what visitors ask now, and how it goes, against before.</summary>
internal static class DriftVerb
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    public static Command Create()
    {
        Option<int> current = Number("--current", "newest answers to compare", DriftSpan.Default.Current);
        Option<int> reference = Number("--reference", "answers before them to compare with", DriftSpan.Default.Reference);
        Option<int> days = Number("--days", "how old the newest may be, in days", (int)DriftSpan.Default.CurrentAge.TotalDays);
        Option<int> referenceDays = Number(
            "--reference-days", "how much older the others may be, in days", (int)DriftSpan.Default.ReferenceAge.TotalDays);
        Option<bool> json = new("--json") { Description = "write the report, with a series by day, as JSON" };
        Command command = new("drift", "Compare what visitors ask now, and how it goes, with before; exit code 1 on an alert.")
        {
            current, reference, days, referenceDays, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DriftSpan span = new(
                Positive(parsed.GetValue(current), "current"),
                TimeSpan.FromDays(Positive(parsed.GetValue(days), "days")),
                Positive(parsed.GetValue(reference), "reference"),
                TimeSpan.FromDays(Positive(parsed.GetValue(referenceDays), "reference-days")));
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            DriftReport report = await session.Get<DriftWatch>()
                .MeasureAsync(session.Get<BusinessProfile>().Tenant, span, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(report);
            }
            else
            {
                Tell(report);
            }

            return report.Level == DriftReport.Alert ? 1 : 0;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int otherwise) =>
        new(name) { Description = $"{description} (default: {otherwise})", DefaultValueFactory = _ => otherwise };

    private static int Positive(int value, string name) => value is >= 1 and <= 5000
        ? value
        : throw new ChatProblemException("failed", $"--{name} must be from 1 to 5000; given: {value}");

    private static void Tell(DriftReport report)
    {
        Console.WriteLine($"Drift: {report.Level} ({report.Current.Answers} answers now, {report.Reference.Answers} before)");
        if (report.Signs.Count > 0)
        {
            Table table = new Table().AddColumns("sign", "before", "now", "chance, corrected", "level");
            foreach (DriftSign sign in report.Signs)
            {
                table.AddRow(
                    sign.Name, Share(sign.Before), sign.Name == "questions" ? Plain(sign.Now) : Share(sign.Now),
                    sign.Corrected.ToString("0.0000", CultureInfo.InvariantCulture), sign.Level);
            }

            Screen.Out.Write(table);
        }

        if (report.Days.Count > 0)
        {
            Console.WriteLine($"By day, {report.Days[0].Day:yyyy-MM-dd} to {report.Days[^1].Day:yyyy-MM-dd}:");
            Plot("questions", report.Days.Select(day => (double)day.Questions));
            Plot("distance", report.Days.Select(day => day.Distance));
            Plot("out of scope", report.Days.Select(day => day.OutOfScope / (double)day.Questions));
            Plot("missed", report.Days.Select(day => day.Missed / (double)day.Questions));
            Plot("fallbacks", report.Days.Select(day => day.Fallbacks / (double)day.Questions));
            Plot("rated down", report.Days.Select(day => day.Rated == 0 ? 0 : day.Down / (double)day.Rated));
        }
    }

    private static void Plot(string name, IEnumerable<double> series)
    {
        double[] values = [.. series];
        double most = values.Max();
        string bars = string.Concat(values.Select(value => most <= 0 ? Bars[0] : Bars[(int)(value / most * (Bars.Length - 1))]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-12} {bars}  most {most:0.###}"));
    }

    private static string Share(double? value) => value?.ToString("P1", CultureInfo.InvariantCulture) ?? "";

    private static string Plain(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
