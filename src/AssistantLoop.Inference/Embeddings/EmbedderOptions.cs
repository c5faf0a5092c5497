namespace AssistantLoop.Inference.Embeddings;

/// <summary>What a <see cref="BertEmbedder"/> is loaded with.</summary>
public sealed record EmbedderOptions
{
    /// <summary>The sentence-transformers folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where exported graphs are kept between starts. It is created when absent.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Batches that run at once, each on a thread of its own. 0, the default, is one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>Most tokens of a batch with its padding; one text alone may have more. A query waits for the batches that
    /// run, so more is not better. The default is 2,048.</summary>
    public int TokensPerBatch { get; init; } = 2048;

    /// <summary>Calls that may wait or run together. The default is 256; past it calls are refused.</summary>
    public int CallLimit { get; init; } = 256;

    /// <summary>How long a batch may wait for its turn. The default is a minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
