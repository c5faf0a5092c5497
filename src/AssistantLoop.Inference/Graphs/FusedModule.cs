using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Projections of one layer that read the same input and are computed as one matrix.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="In">Columns of the matrix.</param>
/// <param name="Columns">How the model's columns are padded; null when they are not.</param>
/// <param name="Parts">The projections whose rows follow each other.</param>
/// <param name="IsGated">True if the first part gates the second.</param>
internal sealed record FusedModule(
    string Name, int In, HeadPadding? Columns, IReadOnlyList<FusedPart> Parts, bool IsGated = false)
{
    /// <summary>Rows of the matrix.</summary>
    public int Out { get; } = Parts.Sum(part => part.Out);

    /// <summary>The four of every layer: q, k and v; o; gate and up; down.</summary>
    public static IReadOnlyList<FusedModule> Of(ModelConfig config)
    {
        HeadPadding head = HeadPadding.Of(config);
        HeadPadding? padding = head.Padded == head.Size ? null : head;
        int query = config.HeadCount * head.Padded;
        int keyValue = config.KeyValueHeadCount * head.Padded;
        int hidden = config.HiddenSize;
        int inner = config.IntermediateSize;
        return
        [
            new("qkv", hidden, null,
            [
                new("self_attn.q_proj", query, padding),
                new("self_attn.k_proj", keyValue, padding),
                new("self_attn.v_proj", keyValue, padding),
            ]),
            new("o", query, padding, [new("self_attn.o_proj", hidden, null)]),
            new("gate_up", hidden, null, [new("mlp.gate_proj", inner, null), new("mlp.up_proj", inner, null)], IsGated: true),
            new("down", inner, null, [new("mlp.down_proj", hidden, null)]),
        ];
    }

    /// <summary>Where a column of the model goes.</summary>
    public int Column(int index) => Columns?.Place(index) ?? index;

    /// <summary>Which row stands where in tiles.</summary>
    public int[] TileOrder() => IsGated ? TilePacker.Gated(Parts[0].Out) : TilePacker.InOrder(Out);

    /// <summary>The first row of a part.</summary>
    public int RowOf(FusedPart part) => Parts.TakeWhile(other => other != part).Sum(other => other.Out);
}

/// <summary>One projection.</summary>
/// <param name="Path">Its path under the layer.</param>
/// <param name="Out">Its rows in the graph.</param>
/// <param name="Rows">How the model's rows are padded; null when they are not.</param>
internal sealed record FusedPart(string Path, int Out, HeadPadding? Rows)
{
    /// <summary>Where a row of the model goes, counted from the part's first.</summary>
    public int Row(int index) => Rows?.Place(index) ?? index;
}
