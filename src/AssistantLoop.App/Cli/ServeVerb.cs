using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Versions;
using AssistantLoop.App.Workers;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Cli;

/// <summary>serve and up: the web server, alone or with a worker beside it.</summary>
internal static class ServeVerb
{
    public static Command Serve()
    {
        Command command = new("serve", "Serve the chat, the console and the API.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, withWorker: false, cancellationToken));
        return command;
    }

    public static Command Up()
    {
        Command command = new("up", "Serve, with a training worker beside the server.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, withWorker: true, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool withWorker, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        EnsureFree(settings.Url);
        using Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
        await using WebApplication app = ServerHost.Build(settings, database);
        List<string> served = [];
        foreach (Tenant tenant in app.Services.GetRequiredService<Tenants>().All)
        {
            IngestResult ingested = await tenant.Services.GetRequiredService<DocumentsReady>().EnsureAsync(cancellationToken);
            AssistantVersion serving = await tenant.Services.GetRequiredService<FirstVersion>().EnsureAsync(cancellationToken);
            served.Add($"{tenant.Profile.Business}: version {serving.Number} answers at {settings.Url}");
            foreach (string problem in ingested.Problems)
            {
                await Console.Error.WriteLineAsync($"assistantloop: {problem}");
            }
        }

        _ = app.Services.GetRequiredService<EngineSource>().Engine;
        await app.StartAsync(cancellationToken);
        await using WorkerProcess? worker = withWorker
            ? WorkerProcess.Start(
                SettingOptions.Given(parsed), TimeProvider.System, app.Services.GetRequiredService<ILogger<WorkerProcess>>())
            : null;
        served.ForEach(Console.WriteLine);
        Console.WriteLine($"Console for agents and owners: {settings.Url}/console/ (the key is in {Path.Combine(settings.Data, AgentKey.FileName)})");
        if (withWorker)
        {
            Console.WriteLine("A training worker runs beside the server; Ctrl-C stops both.");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    // Asked first of all: a taken port is told before anything is loaded.
    private static void EnsureFree(string url)
    {
        Uri address = new(url);
        IPAddress host = IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? given) ? given
            : address.IsLoopback ? IPAddress.Loopback : IPAddress.Any;
        try
        {
            using TcpListener listener = new(host, address.Port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new SettingException("url", error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    $"{url} is in use; stop what serves there or choose another with --url",
                SocketError.AccessDenied => $"{url} may not be served by this user; choose a port from 1024 on with --url",
                _ => $"{url} cannot be served here: {error.Message}",
            });
        }
    }
}
