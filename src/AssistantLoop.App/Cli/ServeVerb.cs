using System.CommandLine;
using System.Net.Sockets;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
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
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    public static Command Up()
    {
        Command command = new("up", "Serve, with a training worker beside the server.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        using Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
        await using WebApplication app = ServerHost.Build(settings, database);
        BusinessProfile profile = app.Services.GetRequiredService<BusinessProfile>();
        IngestResult ingested = await app.Services.GetRequiredService<FolderIngest>()
            .RunAsync(profile.Tenant, profile.Documents, new Progress<IngestProgress>(), cancellationToken);
        EngineSource engines = app.Services.GetRequiredService<EngineSource>();
        AssistantVersion serving = await app.Services.GetRequiredService<FirstVersion>().EnsureAsync(cancellationToken);
        _ = engines.Engine;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error) when (IsPortInUse(error))
        {
            throw new SettingException("url", $"{settings.Url} is in use; stop what serves there or choose another with --url");
        }

        foreach (string problem in ingested.Problems)
        {
            await Console.Error.WriteLineAsync($"assistantloop: {problem}");
        }

        Console.WriteLine($"{profile.Business}: version {serving.Number} answers at {settings.Url}");
        Console.WriteLine($"Console for agents and owners: {settings.Url}/console/ (the key is in {Path.Combine(settings.Data, AgentKey.FileName)})");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static bool IsPortInUse(Exception error) =>
        error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
        || error.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
