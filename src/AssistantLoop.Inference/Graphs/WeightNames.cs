namespace AssistantLoop.Inference.Graphs;

/// <summary>Names of the weights in the graph and its weight file.</summary>
internal static class WeightNames
{
    public const string Embedding = "embedding";
    public const string FinalNorm = "final_norm";
    public const string Head = "head";
    public const string Cosines = "rope.cos";
    public const string Sines = "rope.sin";

    public static string InputNorm(int layer) => $"layers.{layer}.input_norm";

    public static string AttentionNorm(int layer) => $"layers.{layer}.attention_norm";

    public static string QueryNorm(int layer) => $"layers.{layer}.q_norm";

    public static string KeyNorm(int layer) => $"layers.{layer}.k_norm";

    public static string Matrix(int layer, FusedModule module) => $"layers.{layer}.{module.Name}";

    public static string Bias(int layer, FusedModule module) => $"layers.{layer}.{module.Name}.bias";

    /// <summary>The blocks' scales of a quantised matrix.</summary>
    public static string Scales(string matrix) => $"{matrix}.scales";
}
