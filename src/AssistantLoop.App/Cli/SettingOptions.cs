using System.CommandLine;
using AssistantLoop.App.Settings;

namespace AssistantLoop.App.Cli;

/// <summary>The settings as options of every verb; see <see cref="AppSettings"/> for what each means.</summary>
internal static class SettingOptions
{
    private static readonly Option<string>[] s_options =
    [
        New("data", "the folder of everything the program writes (default: data)"),
        New("url", "the address to serve at (default: http://127.0.0.1:8080)"),
        New("business", "the business's folder; to serve several, their folders, comma-separated (default: samples/alder-finch)"),
        New("model", "the base model's folder (default: models/starter)"),
        New("precision", "fp32, fp16, int8 or int4 (default: fp32)"),
        New("key-values", "how the engine keeps keys and values: fp32 or int8 (default: fp32)"),
        New("threads", "threads of the engine and the trainer (default: the processors)"),
        New("slots", "conversations decoded at once (default: 8)"),
        New("context", "tokens of prompt and answer together (default: 512)"),
        New("index", "where the documents are searched: embedded or qdrant (default: embedded)"),
        New("qdrant", "the address of Qdrant's HTTP API; its key is read from ASSISTANTLOOP_QDRANT_KEY (default: http://127.0.0.1:6333)"),
        New("embedder", "the embedder's sentence-transformers folder, or none to search by words alone (default: models/embedder)"),
        New("rerank", "true: put the best passages in order again by their best sentences (default: false)"),
        New("telemetry", "the OpenTelemetry collector (OTLP over HTTP) that gets metrics, such as http://127.0.0.1:4318 (default: none)"),
        New("train-after", "new corrections after which the loop trains by itself, 10 or more, 0 for never (default: 20)"),
        New("train-schedule", "when the loop trains by itself if something is new, a cron expression such as \"0 0 3 * * ?\" (default: never)"),
        New("train-on-drift", "true: train by itself when what visitors ask drifts (default: false)"),
        New("experiment-settle", "minutes after a visitor's first answer until their outcome counts in an experiment (default: 15)"),
        New("promotion-watch", "hours that a promoted version is watched and rolled back by itself if worse, 0 for never (default: 24)"),
        New("max-connections", "visitors' sockets that this process takes at once (default: 10000)"),
        New("max-site-connections", "those of one business among them (default: 5000)"),
        New("keep-versions", "newest versions whose adapters are kept (default: 20)"),
        New("keep-served", "days that the adapter of a version that served is kept after it (default: 90)"),
        New("allowed-origins", "origins of other pages that may open the chat, comma-separated"),
        New("trusted-proxies", "reverse proxies, addresses or networks, whose X-Forwarded-For, -Proto and -Host are believed, comma-separated (default: none)"),
        New("webhook-private-hosts", "private hosts, HOST or HOST:PORT, that webhooks may reach, comma-separated (default: none)"),
    ];

    // A secret has no option: command lines are seen by all of a machine's users.
    private const string SecretKey = "qdrant-key";

    public static void AddTo(RootCommand root)
    {
        foreach (Option<string> option in s_options)
        {
            root.Add(option);
        }
    }

    /// <exception cref="SettingException">A value is out of its range.</exception>
    public static AppSettings Read(ParseResult parsed)
    {
        string home = Home.Find();
        IConfiguration configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(home, "appsettings.json"), optional: true)
            .AddInMemoryCollection(FromEnvironment())
            .AddInMemoryCollection(s_options
                .Select(option => KeyValuePair.Create(option.Name[2..], parsed.GetValue(option)))
                .Where(pair => pair.Value is not null))
            .Build();
        return AppSettings.Read(configuration, home);
    }

    /// <summary>The settings that the command line gave, to be given to another process.</summary>
    public static IReadOnlyList<string> Given(ParseResult parsed) =>
        [.. s_options.SelectMany<Option<string>, string>(option => parsed.GetValue(option) is { } value ? [option.Name, value] : [])];

    /// <summary>ASSISTANTLOOP_TRAIN_AFTER is the key train-after.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment() => s_options
        .Select(option => option.Name[2..])
        .Append(SecretKey)
        .Select(key => KeyValuePair.Create(
            key,
            Environment.GetEnvironmentVariable(
                AppSettings.EnvironmentPrefix + key.ToUpperInvariant().Replace('-', '_'))))
        .Where(pair => !string.IsNullOrEmpty(pair.Value));

    private static Option<string> New(string key, string description) =>
        new($"--{key}") { Description = description, Recursive = true };
}
