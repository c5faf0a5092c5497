using System.CommandLine;
using System.Text.Json;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Cli;

/// <summary>What a verb works with: the settings, the open database and the services over it.</summary>
internal sealed class Session : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly ServiceProvider _services;
    private readonly Database _database;

    private Session(AppSettings settings, Database database, ServiceProvider services)
    {
        Settings = settings;
        _database = database;
        _services = services;
    }

    public AppSettings Settings { get; }

    public static async Task<Session> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        AppSettings settings = SettingOptions.Read(parsed);
        Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
        ServiceCollection services = new();
        services.AddLogging();
        services.AddAssistant(settings, database, $"cli@{Environment.MachineName}");
        return new(settings, database, services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Writes a value for programs.</summary>
    public static void WriteJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, s_json));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }
}
