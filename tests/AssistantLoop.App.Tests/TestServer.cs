using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssistantLoop.App.Tests;

/// <summary>The real server on a real port, over a data folder of its own; the model may be a stand-in.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly Database _database;
    private readonly WebApplication _app;

    private TestServer(string data, Database database, WebApplication app)
    {
        (Data, _database, _app) = (data, database, app);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Agent = new HttpClient { BaseAddress = Http.BaseAddress };
        Agent.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", File.ReadAllText(Path.Combine(data, AgentKey.FileName)).Trim());
    }

    public string Data { get; }

    /// <summary>Without a key.</summary>
    public HttpClient Http { get; }

    /// <summary>With the agents' key.</summary>
    public HttpClient Agent { get; }

    public string Tenant => Get<BusinessProfile>().Tenant;

    public static Task<TestServer> StartAsync(IChatClient? model = null, params (string Key, string Value)[] settings) =>
        StartAtAsync(Directory.CreateTempSubdirectory("assistantloop-server").FullName, model, settings);

    /// <summary>Starts over the data that is there.</summary>
    public static async Task<TestServer> StartAtAsync(
        string data, IChatClient? model, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = data,
            ["url"] = "http://127.0.0.1:0",
            ["threads"] = "1",
            ["train-after"] = "0",
        }).AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        AppSettings read = AppSettings.Read(configuration, Repository.Root);
        Database database = await Database.OpenAsync(data, TimeProvider.System, Stop);
        WebApplication app = ServerHost.Build(read, database, services =>
        {
            if (model is not null)
            {
                services.AddSingleton(model);
            }
        });
        foreach (Tenant tenant in app.Services.GetRequiredService<Tenants>().All)
        {
            await tenant.Services.GetRequiredService<FolderIngest>()
                .RunAsync(tenant.Profile.Tenant, tenant.Profile.Documents, new Progress<IngestProgress>(), Stop);
            await tenant.Services.GetRequiredService<FirstVersion>().EnsureAsync(Stop);
        }

        await app.StartAsync(Stop);
        return new(data, database, app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A visitor's socket.</summary>
    public Task<HubConnection> ConnectAsync(string hub = "/hub/chat", string? origin = null) =>
        HubConnection.OpenAsync(new Uri(Http.BaseAddress!, hub), origin, Stop);

    /// <summary>An agent's socket.</summary>
    public Task<HubConnection> ConnectConsoleAsync() =>
        ConnectAsync($"/hub/console?access_token={File.ReadAllText(Path.Combine(Data, AgentKey.FileName)).Trim()}");

    public async Task<JsonElement> GetAsync(string path) =>
        await Agent.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Stop);

    public Task<HttpResponseMessage> PostAsync(string path, object body) =>
        Agent.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Stop);

    /// <summary>Ends the server and leaves the data.</summary>
    public async Task StopAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _database.Dispose();
        Http.Dispose();
        Agent.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
