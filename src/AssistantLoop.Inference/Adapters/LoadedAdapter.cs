using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Adapters;

/// <summary>A LoRA adapter in the layout of the graph. Each fused module of each layer has A [rows, in] and B [rows,
/// out] with rows = rank · adapted parts; in B a part's rows are zero outside that part's columns, so one product
/// adapts q, k and v together. Immutable.</summary>
internal sealed class LoadedAdapter
{
    private readonly int[] _rows;
    private readonly (float[] A, float[] B)[,] _matrices;

    private LoadedAdapter(string hash, float scale, int[] rows, (float[] A, float[] B)[,] matrices)
    {
        Hash = hash;
        Scale = scale;
        _rows = rows;
        _matrices = matrices;
    }

    /// <summary>The content hash of its files, hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>What A·B is multiplied by.</summary>
    public float Scale { get; }

    /// <summary>Rows of a fused module's A and B, the same in every layer; 0 where nothing is adapted.</summary>
    public int Rows(int module) => _rows[module];

    /// <summary>A [rows, in] of a fused module.</summary>
    public ReadOnlySpan<float> A(int layer, int module) => _matrices[layer, module].A;

    /// <summary>B [rows, out] of a fused module, transposed from PEFT's [out, rank].</summary>
    public ReadOnlySpan<float> B(int layer, int module) => _matrices[layer, module].B;

    /// <summary>Reads a PEFT folder.</summary>
    /// <exception cref="ModelFormatException">The adapter is malformed, belongs to another base, or has a higher rank
    /// than allowed.</exception>
    public static LoadedAdapter Load(string folder, ModelConfig config, string baseHash, int maxRank)
    {
        PeftAdapter adapter = PeftAdapter.Load(folder, config, baseHash);
        int rank = adapter.Config.Rank;
        if (rank > maxRank)
        {
            throw new ModelFormatException(folder, $"the adapter's rank must be at most {maxRank}. Given: {rank}");
        }

        IReadOnlyList<FusedModule> modules = FusedModule.Of(config);
        var rows = new int[modules.Count];
        var matrices = new (float[] A, float[] B)[config.LayerCount, modules.Count];
        for (int m = 0; m < modules.Count; m++)
        {
            FusedPart[] adapted = [.. modules[m].Parts.Where(part => IsAdapted(adapter, part, config.LayerCount))];
            rows[m] = rank * adapted.Length;
            for (int layer = 0; layer < config.LayerCount; layer++)
            {
                matrices[layer, m] = Fuse(adapter, layer, modules[m], adapted, rank);
            }
        }

        return new LoadedAdapter(PeftAdapter.HashOf(folder), (float)adapter.Config.Scale, rows, matrices);
    }

    private static (float[] A, float[] B) Fuse(
        PeftAdapter adapter, int layer, FusedModule module, FusedPart[] adapted, int rank)
    {
        var a = new float[adapted.Length * rank * module.In];
        var b = new float[adapted.Length * rank * module.Out];
        for (int i = 0; i < adapted.Length; i++)
        {
            if (!adapter.Modules.TryGetValue(PathOf(layer, adapted[i]), out LoraPair? pair))
            {
                continue;
            }

            for (int j = 0; j < pair.A.Length; j++)
            {
                a[(((i * rank) + (j / pair.In)) * module.In) + module.Column(j % pair.In)] = pair.A[j];
            }

            int first = module.RowOf(adapted[i]);
            for (int j = 0; j < pair.B.Length; j++)
            {
                int column = first + adapted[i].Row(j / rank);
                b[(((i * rank) + (j % rank)) * module.Out) + column] = pair.B[j];
            }
        }

        return (a, b);
    }

    private static bool IsAdapted(PeftAdapter adapter, FusedPart part, int layers) =>
        Enumerable.Range(0, layers).Any(layer => adapter.Modules.ContainsKey(PathOf(layer, part)));

    private static string PathOf(int layer, FusedPart part) => $"model.layers.{layer}.{part.Path}";
}
