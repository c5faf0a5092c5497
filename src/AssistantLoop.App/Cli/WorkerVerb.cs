using System.CommandLine;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Cli;

/// <summary>worker: trains what is queued, until it is stopped.</summary>
internal static class WorkerVerb
{
    public static Command Create()
    {
        Command command = new("worker", "Work on queued training runs.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            using Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
            using IHost host = WorkerHost.Build(settings, database);
            await host.RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }
}
