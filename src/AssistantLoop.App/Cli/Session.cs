using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Cli;

/// <summary>What a verb works with: the settings, the open database and the services over it.</summary>
internal sealed class Session : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly ServiceProvider _services;
    private readonly Database _database;

    private Session(AppSettings settings, Database database, ServiceProvider services)
    {
        Settings = settings;
        _database = database;
        _services = services;
    }

    public AppSettings Settings { get; }

    public static Task<Session> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        OpenAsync(SettingOptions.Read(parsed), cancellationToken);

    /// <summary>Opens the data folder of some settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <param name="configure">Changes the services last.</param>
    public static async Task<Session> OpenAsync(
        AppSettings settings, CancellationToken cancellationToken, Action<IServiceCollection>? configure = null)
    {
        if (settings.Businesses.Count > 1)
        {
            throw new SettingException("business", "this command works on one business; name its folder with --business");
        }

        Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
        ServiceCollection services = new();
        services.AddLogging();
        services.AddAssistant(settings, database, $"cli@{Environment.MachineName}");
        configure?.Invoke(services);
        return new(settings, database, services.BuildServiceProvider());
    }

    public IServiceProvider Services => _services;

    /// <summary>Does what a server does at its start: the index is brought up to date and a version serves.</summary>
    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        await Get<DocumentsReady>().EnsureAsync(cancellationToken);
        await Get<FirstVersion>().EnsureAsync(cancellationToken);
    }

    /// <summary>The version of a number, or the serving one where none is given.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<AssistantVersion> VersionAsync(int? number, CancellationToken cancellationToken)
    {
        string tenant = Get<BusinessProfile>().Tenant;
        AssistantVersion? found = number is { } wanted
            ? await Get<VersionStore>().FindByNumberAsync(tenant, wanted, cancellationToken)
            : await Get<VersionStore>().ServingAsync(tenant, cancellationToken);
        return found ?? throw new NotFoundException(
            "version", number?.ToString(CultureInfo.InvariantCulture) ?? "serving", tenant);
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
