namespace AssistantLoop.Inference;

/// <summary>What an <see cref="Engine"/> is loaded with.</summary>
public sealed record EngineOptions
{
    /// <summary>The Hugging Face folder of the base model.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Where exported graphs are kept between starts. It is created when absent.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How the matrices are held. The default is fp32.</summary>
    public Precision Precision { get; init; }

    /// <summary>How keys and values are held: Fp32, the default, which is 16 bits where the precision is Fp16, or Int8 with a scale for each position of a head, which takes
    /// 3.8 times less memory at heads of 64 and needs the project's own kernels.</summary>
    public Precision KeyValuePrecision { get; init; } = Precision.Fp32;

    /// <summary>How many requests decode at the same time, 1 to 256. The default is 8.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>The most tokens one request may hold, prompt and answer together. 0, the default, takes the model's own
    /// limit, but no more than 4,096; a larger value is cut to the model's own limit.</summary>
    public int ContextLength { get; init; }

    /// <summary>Threads of one step. 0, the default, leaves the choice to ONNX Runtime (one a physical core).</summary>
    public int Threads { get; init; }

    /// <summary>Adapters kept in memory, 1 to 1,024. The default is 8; past it the one idle longest makes
    /// room.</summary>
    public int MaxAdapters { get; init; } = 8;

    /// <summary>The highest rank an adapter may have, 1 to 1,024. The default is 64.</summary>
    public int MaxRank { get; init; } = 64;

    /// <summary>Requests that may wait for a slot, 0 to 100,000. The default is 64; past it requests are
    /// refused.</summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>Prompt tokens that may wait together, 1 or more. The default is 65,536; past it requests are refused, but
    /// one alone may always wait.</summary>
    public int QueueTokenLimit { get; init; } = 65_536;

    /// <summary>Most bytes of keys and values kept of prompts that were read, so that a prompt that begins the same way is
    /// not read again. 0 keeps none; the default is 128 MiB.</summary>
    public long PrefixCacheBytes { get; init; } = 128 << 20;

    /// <summary>Prompt tokens computed between two decode steps, 1 to 4,096. The default is 128: more is a little
    /// faster for the prompt and makes the answers that are streaming meanwhile wait longer.</summary>
    public int PrefillChunk { get; init; } = 128;

    /// <summary>Tokens guessed at once where an answer quotes its prompt or itself, read in one step, 0 to 64; 0 guesses
    /// none. The default is 7, since eight rows are multiplied at once. Answers are the same; guesses are made while one answer alone is being written.</summary>
    public int GuessTokens { get; init; } = 7;

    /// <summary>Use the project's own kernels where the processor has AVX-512 VNNI, the default; otherwise ONNX Runtime's
    /// operators alone.</summary>
    public bool OwnKernels { get; init; } = true;

    /// <summary>Where ONNX Runtime writes how long each node of each step took, a file a graph, whole once the engine is
    /// disposed. Null, the default, measures nothing: measuring costs time and disk.</summary>
    public string? ProfileFolder { get; init; }

    internal void Validate()
    {
        Require(Slots is >= 1 and <= 256, nameof(Slots), Slots, "1 to 256");
        Require(ContextLength >= 0, nameof(ContextLength), ContextLength, "0 or more");
        Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 to 1,024");
        Require(MaxAdapters is >= 1 and <= 1024, nameof(MaxAdapters), MaxAdapters, "1 to 1,024");
        Require(MaxRank is >= 1 and <= 1024, nameof(MaxRank), MaxRank, "1 to 1,024");
        Require(QueueLimit is >= 0 and <= 100_000, nameof(QueueLimit), QueueLimit, "0 to 100,000");
        Require(QueueTokenLimit >= 1, nameof(QueueTokenLimit), QueueTokenLimit, "1 or more");
        Require(PrefixCacheBytes >= 0, nameof(PrefixCacheBytes), PrefixCacheBytes, "0 or more");
        Require(PrefillChunk is >= 1 and <= 4096, nameof(PrefillChunk), PrefillChunk, "1 to 4,096");
        Require(GuessTokens is >= 0 and <= 64, nameof(GuessTokens), GuessTokens, "0 to 64");
        Require(
            KeyValuePrecision is Precision.Fp32 or Precision.Int8, nameof(KeyValuePrecision), KeyValuePrecision, "Fp32 or Int8");
        Require(Enum.IsDefined(Precision), nameof(Precision), Precision, "Fp32, Fp16, Int8 or Int4");
    }

    private static void Require(bool holds, string name, object given, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"The engine's {name} must be {range}. Given: {given}.");
        }
    }
}
