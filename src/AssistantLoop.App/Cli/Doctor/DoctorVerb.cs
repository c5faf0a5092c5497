using System.CommandLine;
using AssistantLoop.App.Settings;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Doctor;

/// <summary>doctor: what is there, what is missing and what to do.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "write the findings as JSON" };
        Command command = new("doctor", "Say what is there, what is missing and what to do.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            List<Finding> findings = [.. EngineChecks.All(settings), .. ContentChecks.All(settings)];
            findings.AddRange(await StateChecks.AllAsync(settings, cancellationToken));
            if (parsed.GetValue(json))
            {
                Session.WriteJson(findings);
            }
            else
            {
                Show(findings);
            }

            return findings.Any(finding => finding.State == "missing") ? 1 : 0;
        });
        return command;
    }

    private static void Show(List<Finding> findings)
    {
        Table table = new Table().AddColumns("", "what", "found", "what to do");
        foreach (Finding finding in findings)
        {
            string mark = finding.State switch
            {
                "ok" => "[green]ok[/]",
                "warning" => "[yellow]warning[/]",
                _ => "[red]missing[/]",
            };
            table.AddRow(mark, finding.Subject, Markup.Escape(finding.Detail), Markup.Escape(finding.Advice ?? ""));
        }

        Screen.Out.Write(table);
    }
}
