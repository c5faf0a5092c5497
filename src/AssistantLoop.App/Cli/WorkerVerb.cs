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
        Option<bool> untilInputEnds = new("--until-input-ends")
        {
            Description = "stop when standard input ends, as it does when the process that holds it dies",
        };
        Command command = new("worker", "Work on queued training runs.") { untilInputEnds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            using Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
            using IHost host = WorkerHost.Build(settings, database);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (parsed.GetValue(untilInputEnds))
            {
                StopAtEnd(Console.OpenStandardInput(), stop);
            }

            await host.RunAsync(stop.Token);
            return 0;
        });
        return command;
    }

    // A thread, since a read from a pipe cannot be cancelled; it dies with the process.
    private static void StopAtEnd(Stream input, CancellationTokenSource stop) =>
        new Thread(() =>
        {
            Span<byte> ignored = stackalloc byte[256];
            while (input.Read(ignored) > 0)
            {
            }

            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The worker has ended already.
            }
        })
        {
            IsBackground = true,
            Name = "until input ends",
        }.Start();
}
