using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>experiment start, list, show and stop: a version tried on a share of the visitors.</summary>
internal static class ExperimentVerb
{
    private const string By = "command line";
    private const int MaxRows = 100;

    public static Command Create() => new("experiment", "Try a version on a share of the visitors.")
    {
        Start(), List(), Show(), Stop(),
    };

    private static Command Start()
    {
        Argument<int> number = new("VERSION") { Description = "the version's number" };
        Option<double> share = new("--share") { Description = "percent of the visitors that it answers, 0 to 100", Required = true };
        Option<string?> name = new("--name") { Description = "what to call it" };
        Option<bool> promote = new("--promote-when-better") { Description = "promote the version by itself when it proves better" };
        Option<bool> json = new("--json") { Description = "write the experiment as JSON" };
        Command command = new("start", "Start an experiment; it stops by itself when its test has spoken.")
        {
            number, share, name, promote, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AssistantVersion version = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            Experiment started = await session.Get<VersionSwitch>().StartExperimentAsync(
                version.Id, parsed.GetValue(share), parsed.GetValue(name), parsed.GetValue(promote), By, cancellationToken);
            await TellAsync(session, started, reading: null, parsed.GetValue(json), cancellationToken);
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "write the experiments as JSON" };
        Command command = new("list", "List the experiments, newest first.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            List<ExperimentView> views = [];
            foreach (Experiment experiment in await session.Get<ExperimentStore>().ListAsync(tenant, MaxRows, cancellationToken))
            {
                views.Add(await ExperimentView.OfAsync(
                    experiment, session.Get<VersionStore>(), tenant, reading: null, cancellationToken));
            }

            if (parsed.GetValue(json))
            {
                Session.WriteJson(views);
                return 0;
            }

            Table table = new Table().AddColumns("experiment", "name", "state", "control", "treatment", "share", "reason");
            foreach (ExperimentView view in views)
            {
                table.AddRow(
                    view.Number.ToString(CultureInfo.InvariantCulture), Markup.Escape(view.Name), view.State,
                    $"{view.Control}", $"{view.Treatment}", string.Create(CultureInfo.InvariantCulture, $"{view.Share:0.#} %"),
                    Markup.Escape(view.Reason ?? ""));
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Show()
    {
        Argument<int> number = new("EXPERIMENT") { Description = "the experiment's number" };
        Option<bool> json = new("--json") { Description = "write the experiment as JSON" };
        Command command = new("show", "Say what an experiment says: now, or at its end.") { number, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            Experiment found = await ExperimentApi.FindAsync(
                session.Get<ExperimentStore>(), tenant, parsed.GetValue(number), cancellationToken);
            ExperimentReading? reading = await session.Get<ExperimentWatch>().ReadAsync(tenant, found, cancellationToken);
            await TellAsync(session, found, reading, parsed.GetValue(json), cancellationToken);
            return 0;
        });
        return command;
    }

    private static Command Stop()
    {
        Option<string> reason = new("--reason") { Description = "why; kept in the audit log", DefaultValueFactory = _ => "stopped by hand" };
        Option<bool> json = new("--json") { Description = "write the experiment as JSON" };
        Command command = new("stop", "Stop the open experiment; all visitors get the serving version again.") { reason, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            Experiment open = await session.Get<ExperimentStore>().OpenAsync(tenant, cancellationToken)
                ?? throw new ConflictException("No experiment is open.");
            ExperimentReading? reading = await session.Get<ExperimentWatch>().ReadAsync(tenant, open, cancellationToken);
            Experiment ended = await session.Get<ExperimentStore>().EndAsync(
                tenant, open.Id, By, ExperimentOutcome.Stopped, parsed.GetValue(reason)!, reading?.Write(), cancellationToken);
            await TellAsync(session, ended, reading, parsed.GetValue(json), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task TellAsync(
        Session session, Experiment experiment, ExperimentReading? reading, bool json, CancellationToken cancellationToken)
    {
        ExperimentView view = await ExperimentView.OfAsync(
            experiment, session.Get<VersionStore>(), session.Get<BusinessProfile>().Tenant, reading, cancellationToken);
        if (json)
        {
            Session.WriteJson(view);
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Experiment {view.Number} ({view.Name}): version {view.Treatment} on {view.Share:0.#} % of the visitors beside version "
            + $"{view.Control}; {view.State}{(view.Reason is null ? "" : $": {view.Reason}")}"));
        if (reading is null)
        {
            return;
        }

        Console.WriteLine($"{reading.Verdict}: {reading.Why}");
        Table table = new Table().AddColumns("visitors who", "control", "treatment", "difference, 95 % at any look");
        foreach (ExperimentMeasure measure in reading.Measures)
        {
            table.AddRow(
                measure.Name, Percent(measure.Control), Percent(measure.Treatment),
                string.Create(CultureInfo.InvariantCulture, $"{measure.Least:+0.00;-0.00;0} to {measure.Most:+0.00;-0.00;0}"));
        }

        Screen.Out.Write(table);
    }

    private static string Percent(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "";
}
