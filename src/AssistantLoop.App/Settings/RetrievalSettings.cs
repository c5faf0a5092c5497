namespace AssistantLoop.App.Settings;

/// <summary>How the business's documents are searched.</summary>
public sealed record RetrievalSettings
{
    /// <summary>The index beside the database.</summary>
    public const string Embedded = "embedded";

    /// <summary>The index in Qdrant, which several nodes share.</summary>
    public const string Qdrant = "qdrant";

    private const string DefaultQdrant = "http://127.0.0.1:6333";
    private const string NoEmbedder = "none";

    /// <summary>Where passages are searched: embedded or qdrant. Default: embedded.</summary>
    public required string Index { get; init; }

    /// <summary>The address of Qdrant's HTTP API. Default: http://127.0.0.1:6333.</summary>
    public required Uri QdrantUrl { get; init; }

    /// <summary>Qdrant's API key; set it in the environment, ASSISTANTLOOP_QDRANT_KEY, where no list of processes shows it.</summary>
    public string? QdrantKey { get; init; }

    /// <summary>The embedder's sentence-transformers folder, or null ("none") to search by words alone. Default: models/embedder.</summary>
    public string? Embedder { get; init; }

    /// <summary>Whether the best passages are put in order again by their best sentences. Default: false.</summary>
    public required bool Rerank { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range; the message names the key.</exception>
    public static RetrievalSettings Read(IConfiguration configuration, string home)
    {
        string Text(string key, string otherwise) => configuration[key] is { Length: > 0 } value ? value : otherwise;
        string embedder = Text("embedder", Path.Combine("models", "embedder"));
        return new()
        {
            Index = Text("index", Embedded).ToLowerInvariant() switch
            {
                Embedded => Embedded,
                Qdrant => Qdrant,
                string other => throw new SettingException("index", $"must be {Embedded} or {Qdrant}; given: {other}"),
            },
            QdrantUrl = Uri.TryCreate(Text("qdrant", DefaultQdrant), UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
                ? url
                : throw new SettingException("qdrant", $"must be an http address such as {DefaultQdrant}; given: {Text("qdrant", DefaultQdrant)}"),
            QdrantKey = configuration["qdrant-key"] is { Length: > 0 } key ? key : null,
            Embedder = embedder == NoEmbedder ? null : Path.GetFullPath(embedder, home),
            Rerank = Text("rerank", "false").ToLowerInvariant() switch
            {
                "true" => true,
                "false" => false,
                string other => throw new SettingException("rerank", $"must be true or false; given: {other}"),
            },
        };
    }
}
