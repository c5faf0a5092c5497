using AssistantLoop.Models.Configuration;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// Bytes that a run needs at its peak, worked out from the model's shape: an estimate, meant to be right within a third.
/// </summary>
/// <param name="Weights">The model's weights.</param>
/// <param name="Learning">Gradients, AdamW's two means, and the best weights so far, of what learns.</param>
/// <param name="Activations">What one pass keeps for the way back, with the logits of a few positions.</param>
public sealed record MemoryEstimate(long Weights, long Learning, long Activations)
{
    // The runtime, libtorch itself, tokens and text, as measured here.
    private const long Program = 230L << 20;

    // What is held for a moment beside what is kept, and the allocator's gaps, as measured here.
    private const double Slack = 1.3;

    // Logits of a chunk in two types, and their softmax (LogProbPass).
    private const long Logits = 3L * 4 * (1 << 22);

    public long Total => Weights + Learning + Activations + Program;

    /// <summary>Works the bytes out.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="recipe">What learns, how many examples a step and tokens a pass have.</param>
    /// <param name="trainable">Weights that learn.</param>
    /// <param name="longest">Tokens of the longest text.</param>
    public static MemoryEstimate Of(ModelConfig config, Recipe recipe, long trainable, int longest)
    {
        bool adapts = recipe.Learns == Scope.Adapter;
        long type = Precision.Choose(recipe.BFloat16, TrainingDevice.Of(recipe.Device)) == ScalarType.BFloat16 ? 2 : 4;
        long all = WeightsOf(config);
        long tokens = Math.Max(Math.Min(recipe.TokensPerPass, (long)recipe.BatchSize * longest), longest);
        long layers = recipe.GradientCheckpointing ? 1 : config.LayerCount;
        long kept = recipe.GradientCheckpointing ? 4L * config.HiddenSize * config.LayerCount : 0;
        return new(
            all * (adapts ? type : 4),
            trainable * ((adapts || recipe.Patience is not null ? 20 : 16) - (recipe.EightBitOptimizer ? 6 : 0)),
            (long)(Slack * tokens * ((layers * PerToken(config, type, longest, adapts)) + kept)) + Logits);
    }

    /// <summary>All weights of a model.</summary>
    public static long WeightsOf(ModelConfig config)
    {
        long linears = TensorLayout.LinearsOf(config).Sum(linear => (long)linear.Inputs * linear.Outputs);
        long tables = (long)config.VocabularySize * config.HiddenSize * (config.TieWordEmbeddings ? 1 : 2);
        return linears + tables + (config.HiddenSize * ((2L * config.LayerCount) + 1));
    }

    /// <summary>Memory that this process may still take, in bytes: the machine's or its container's.</summary>
    public static long Available()
    {
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        const string Info = "/proc/meminfo";
        if (!File.Exists(Info)) return limit;
        string? line = File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        string? kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.TryParse(kilobytes, out long free) ? Math.Min(limit, free << 10) : limit;
    }

    // What autograd keeps of one layer for one token: the stream twice in 32 bits; in the computing type the normed
    // inputs, queries, keys, values, shares of attention and their mix, and five rows of the feed-forward part.
    private static long PerToken(ModelConfig config, long type, int longest, bool adapts)
    {
        long queries = config.HeadCount * config.HeadDim, keys = config.KeyValueHeadCount * config.HeadDim;
        long narrow = (2L * config.HiddenSize) + (2 * queries) + (2 * keys) + ((long)config.HeadCount * longest)
            + (5L * config.IntermediateSize);
        long wide = (4L * config.HiddenSize) + queries + keys;
        return (type * narrow) + (4 * wide) + (adapts ? 0 : 4L * config.HiddenSize);
    }
}
