using System.Runtime.InteropServices;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Adapters;

/// <summary>A LoRA adapter in the layout of the graph. Each fused module of each layer has A [rows, in] and B [rows,
/// out] with rows = rank · adapted parts; in B a part's rows are zero outside that part's columns, so one product
/// adapts q, k and v together. Both are cut into units as the stack's form says. Immutable.</summary>
internal sealed class LoadedAdapter
{
    private readonly IReadOnlyList<StackForm> _forms;
    private readonly int[] _rows;
    private readonly (byte[] A, byte[] B)[,] _matrices;
    private readonly byte[][] _live;

    private LoadedAdapter(
        string hash, float scale, IReadOnlyList<StackForm> forms, int[] rows, (byte[] A, byte[] B)[,] matrices)
    {
        Hash = hash;
        Scale = scale;
        (_forms, _rows, _matrices) = (forms, rows, matrices);
        _live = [.. forms.Select((form, module) => form.Form == MatrixForm.Tiles
            ? AdapterTiles.Live(form, Enumerable.Range(0, matrices.GetLength(0)).Select(layer => matrices[layer, module].B))
            : [])];
    }

    /// <summary>The content hash of its files, hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>What A·B is multiplied by.</summary>
    public float Scale { get; }

    /// <summary>Rows of a fused module's A and B, the same in every layer; 0 where nothing is adapted.</summary>
    public int Rows(int module) => _rows[module];

    /// <summary>Units that the rows fill, the last one perhaps in part.</summary>
    public int Units(int module) => (_rows[module] + _forms[module].Rows - 1) / _forms[module].Rows;

    /// <summary>The units of a fused module's A.</summary>
    public ReadOnlySpan<byte> A(int layer, int module) => _matrices[layer, module].A;

    /// <summary>The units of a fused module's B, transposed from PEFT's [out, rank].</summary>
    public ReadOnlySpan<byte> B(int layer, int module) => _matrices[layer, module].B;

    /// <summary>Of a fused module in tiles, for each unit and tile of B whether it counts in some layer.</summary>
    public ReadOnlySpan<byte> Live(int module) => _live[module];

    /// <summary>Reads a PEFT folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The base model's shape.</param>
    /// <param name="baseHash">The base model's hash.</param>
    /// <param name="maxRank">The highest rank that is taken.</param>
    /// <param name="forms">For each fused module how its matrices are laid out.</param>
    /// <exception cref="ModelFormatException">The adapter is malformed, is a DoRA adapter, belongs to another base, or has
    /// a higher rank than allowed.</exception>
    public static LoadedAdapter Load(
        string folder, ModelConfig config, string baseHash, int maxRank, IReadOnlyList<StackForm> forms)
    {
        PeftAdapter adapter = PeftAdapter.Load(folder, config, baseHash);
        if (adapter.Config.Dora)
        {
            throw new ModelFormatException(folder, "it is a DoRA adapter, which only a merged model can serve: "
                + "merge it into its base first with `./assistantloop models merge ADAPTER FOLDER`.");
        }

        int rank = adapter.Config.Rank;
        if (rank > maxRank)
        {
            throw new ModelFormatException(folder, $"the adapter's rank must be at most {maxRank}. Given: {rank}");
        }

        IReadOnlyList<FusedModule> modules = FusedModule.Of(config);
        var rows = new int[modules.Count];
        var matrices = new (byte[] A, byte[] B)[config.LayerCount, modules.Count];
        for (int m = 0; m < modules.Count; m++)
        {
            FusedPart[] adapted = [.. modules[m].Parts.Where(part => IsAdapted(adapter, part, config.LayerCount))];
            rows[m] = rank * adapted.Length;
            for (int layer = 0; layer < config.LayerCount; layer++)
            {
                (float[] a, float[] b) = Fuse(adapter, layer, modules[m], adapted, rank);
                matrices[layer, m] = forms[m].Form == MatrixForm.Tiles
                    ? (AdapterTiles.OfA(a, modules[m]), AdapterTiles.OfB(b, modules[m]))
                    : (MemoryMarshal.AsBytes(a.AsSpan()).ToArray(), MemoryMarshal.AsBytes(b.AsSpan()).ToArray());
            }
        }

        return new LoadedAdapter(PeftAdapter.HashOf(folder), (float)adapter.Config.Scale, forms, rows, matrices);
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
