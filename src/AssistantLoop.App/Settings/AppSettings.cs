using System.Globalization;
using System.Net;
using AssistantLoop.Inference;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Triggers;

namespace AssistantLoop.App.Settings;

/// <summary>
/// What can be set. Each key may stand in appsettings.json, in an environment variable (ASSISTANTLOOP_DATA, …) or on the
/// command line (--data …); the later wins. Paths are relative to the program's home.
/// </summary>
public sealed record AppSettings
{
    /// <summary>The prefix of environment variables.</summary>
    public const string EnvironmentPrefix = "ASSISTANTLOOP_";

    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>The folder that holds prompts/, style-templates/, samples/ and models/.</summary>
    public required string Home { get; init; }

    /// <summary>Where everything that the program writes lives. Default: data.</summary>
    public required string Data { get; init; }

    /// <summary>The address to serve at. Default: http://127.0.0.1:8080.</summary>
    public required string Url { get; init; }

    /// <summary>The folders of the businesses that are served, each with its business.yaml. Default: samples/alder-finch.</summary>
    public required IReadOnlyList<string> Businesses { get; init; }

    /// <summary>The folder of the business at hand; the first where nothing says which.</summary>
    public required string Business { get; init; }

    /// <summary>The base model's folder. Default: models/starter.</summary>
    public required string Model { get; init; }

    /// <summary>The engine's arithmetic: fp32, fp16, int8 or int4. Default: fp32.</summary>
    public required string Precision { get; init; }

    /// <summary>How the engine keeps keys and values: fp32, or int8, which takes about a quarter of the memory and needs the
    /// project's own kernels. Default: fp32.</summary>
    public required string KeyValues { get; init; }

    /// <summary>Threads of the engine and of the trainer, 1 to 256. Default: the machine's processors.</summary>
    public required int Threads { get; init; }

    /// <summary>Conversations that the engine decodes at once, 1 to 64. Default: 8.</summary>
    public required int Slots { get; init; }

    /// <summary>Tokens of prompt and answer together, 128 to 131072; no more than the model's positions. Default: 512.</summary>
    public required int Context { get; init; }

    /// <summary>How the documents are searched.</summary>
    public required RetrievalSettings Retrieval { get; init; }

    /// <summary>New corrections after which the loop trains by itself, 10 or more; 0 never does. Default: 20.</summary>
    public required int TrainAfter { get; init; }

    /// <summary>When the loop trains by itself if something is new to learn from: a cron expression of Quartz in the machine's
    /// time zone, such as "0 0 3 * * ?" for every night at three; null never does.</summary>
    public string? TrainSchedule { get; init; }

    /// <summary>Whether the loop trains by itself when what visitors ask drifts. Default: false.</summary>
    public required bool TrainOnDrift { get; init; }

    /// <summary>How long after their first answer a visitor's outcome is open in an experiment, 1 to 1440 minutes. Default: 15.</summary>
    public required TimeSpan ExperimentSettle { get; init; }

    /// <summary>How long a promoted version is watched and rolled back by itself where visitors fare worse, 0 to 720 hours;
    /// 0 never does. Default: 24.</summary>
    public required TimeSpan PromotionWatch { get; init; }

    /// <summary>The newest versions whose adapters are kept whatever became of them, 1 to 10000. Default: 20.</summary>
    public required int KeepVersions { get; init; }

    /// <summary>How long the adapter of a version that served is kept after it, 0 to 3650 days. Default: 90.</summary>
    public required TimeSpan KeepServed { get; init; }

    /// <summary>The OpenTelemetry collector (OTLP over HTTP) that gets the metrics, such as http://127.0.0.1:4318; null sends
    /// nothing.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>Origins, beside the server's own, whose pages may open the chat socket.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Reverse proxies whose X-Forwarded-For, -Proto and -Host are believed. Default: none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Private hosts, each with or without its port, that webhooks may reach beside the public internet.</summary>
    public IReadOnlyList<string> WebhookPrivateHosts { get; init; } = [];

    /// <summary>Visitors' sockets that this process takes at once, 1 to 1000000. Default: 10000.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>Those of one business among them, 1 to 1000000. Default: 5000.</summary>
    public required int MaxSiteConnections { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range; the message names the key.</exception>
    public static AppSettings Read(IConfiguration configuration, string home)
    {
        string Text(string key, string otherwise) =>
            configuration[key] is { Length: > 0 } value ? value : otherwise;
        string[] List(string key) => Text(key, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string Folder(string key, string otherwise) => Path.GetFullPath(Text(key, otherwise), home);
        int Number(string key, int otherwise, int least, int most)
        {
            string text = Text(key, otherwise.ToString(CultureInfo.InvariantCulture));
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
                && number >= least && number <= most
                ? number
                : throw new SettingException(key, $"must be a whole number from {least} to {most}; given: {text}");
        }

        Uri Address(string key, string text, string example) =>
            Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? address
                : throw new SettingException(key, $"must be an http address such as {example}; given: {text}");

        string[] businesses = [.. Text("business", Path.Combine("samples", "alder-finch"))
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.GetFullPath(Path.Combine(home, folder)))];
        if (businesses.Length == 0)
        {
            throw new SettingException("business", "must name a folder with a business.yaml");
        }

        AppSettings settings = new()
        {
            Home = home,
            Data = Folder("data", "data"),
            Url = Text("url", DefaultUrl),
            Businesses = businesses,
            Business = businesses[0],
            Model = Folder("model", Path.Combine("models", "starter")),
            Precision = Text("precision", "fp32").ToLowerInvariant(),
            KeyValues = Text("key-values", "fp32").ToLowerInvariant(),
            Threads = Number("threads", Math.Clamp(Environment.ProcessorCount, 1, 256), 1, 256),
            Slots = Number("slots", 8, 1, 64),
            Context = Number("context", 512, 128, 131072),
            Retrieval = RetrievalSettings.Read(configuration, home),
            TrainAfter = Number("train-after", 20, 0, 1_000_000),
            TrainSchedule = Text("train-schedule", "") is { Length: > 0 } schedule ? schedule : null,
            TrainOnDrift = Text("train-on-drift", "false").ToLowerInvariant() switch
            {
                "true" => true,
                "false" => false,
                string other => throw new SettingException("train-on-drift", $"must be true or false; given: {other}"),
            },
            ExperimentSettle = TimeSpan.FromMinutes(Number("experiment-settle", 15, 1, 1440)),
            PromotionWatch = TimeSpan.FromHours(Number("promotion-watch", 24, 0, 720)),
            MaxConnections = Number("max-connections", 10_000, 1, 1_000_000),
            MaxSiteConnections = Number("max-site-connections", 5_000, 1, 1_000_000),
            KeepVersions = Number("keep-versions", 20, 1, 10_000),
            KeepServed = TimeSpan.FromDays(Number("keep-served", 90, 0, 3650)),
            Telemetry = Text("telemetry", "") is { Length: > 0 } collector
                ? Address("telemetry", collector, "http://127.0.0.1:4318")
                : null,
            AllowedOrigins = List("allowed-origins"),
            TrustedProxies = ProxySettings.Read(List(ProxySettings.Key)),
            WebhookPrivateHosts = List("webhook-private-hosts"),
        };
        if (settings.Precision is not ("fp32" or "fp16" or "int8" or "int4"))
        {
            throw new SettingException("precision", $"must be fp32, fp16, int8 or int4; given: {settings.Precision}");
        }

        if (settings.KeyValues is not ("fp32" or "int8"))
        {
            throw new SettingException("key-values", $"must be fp32 or int8; given: {settings.KeyValues}");
        }

        if (settings.KeyValues == "int8" && (settings.Precision == "fp16" || !RuntimeCheck.HasOwnKernels))
        {
            throw new SettingException(
                "key-values", "int8 needs a processor with AVX-512 VNNI and a precision other than fp16; take fp32");
        }

        if (settings.TrainAfter is > 0 and < DataSetBuilder.Fewest)
        {
            throw new SettingException(
                "train-after", $"must be at least {DataSetBuilder.Fewest}, or 0 for never; given: {settings.TrainAfter}");
        }

        CheckSchedule(settings.TrainSchedule);
        Address("url", settings.Url, DefaultUrl);
        return settings;
    }

    private static void CheckSchedule(string? schedule)
    {
        try
        {
            _ = schedule is null ? null : TrainingSchedule.Parse(schedule, TimeZoneInfo.Utc);
        }
        catch (FormatException error)
        {
            throw new SettingException(
                "train-schedule", $"must be a cron expression such as \"0 0 3 * * ?\" (seconds first); given: {schedule} ({error.Message})");
        }
    }
}
