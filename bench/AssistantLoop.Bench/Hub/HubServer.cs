using System.Globalization;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AssistantLoop.Bench.Hub;

/// <summary>The real server with the stub for a model, in a process of its own that answers commands line by line.</summary>
internal static class HubServer
{
    /// <summary>The program's first argument for it.</summary>
    public const string Verb = "hub-server";

    /// <summary>The command that is answered with the resident bytes after a full collection.</summary>
    public const string Memory = "memory";

    public static async Task RunAsync(string[] arguments)
    {
        (string root, string data) = (arguments[0], arguments[1]);
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = data,
            ["url"] = "http://127.0.0.1:0",
            ["threads"] = "1",
            ["train-after"] = "0",
        }).Build();
        using Database database = await Database.OpenAsync(data, TimeProvider.System, CancellationToken.None);
        await using WebApplication app = ServerHost.Build(AppSettings.Read(configuration, root), database, services => services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton<IChatClient>(new HubStub()));
        await app.Services.GetRequiredService<DocumentsReady>().EnsureAsync(CancellationToken.None);
        await app.Services.GetRequiredService<FirstVersion>().EnsureAsync(CancellationToken.None);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is Memory)
        {
            Console.WriteLine(Resident().ToString(CultureInfo.InvariantCulture));
        }
    }

    private static long Resident()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return 1024 * long.Parse(
            File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture);
    }
}
