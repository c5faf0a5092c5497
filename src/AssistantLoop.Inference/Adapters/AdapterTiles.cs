using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Adapters;

/// <summary>An adapter's fused matrices in tiles: a unit is 16 of their rows.</summary>
internal static class AdapterTiles
{
    /// <summary>A [rows, in] as [units, in / 32, block].</summary>
    public static byte[] OfA(float[] a, FusedModule module) =>
        TilePacker.Pack(
            a, module.In, TilePacker.InOrder(a.Length / module.In, TilePacker.Half), StackForm.Bits, TilePacker.Half);

    /// <summary>For each unit and tile of B [units, tiles] 1 where it is more than zeros in some layer: a part's rows are
    /// zero outside that part's columns.</summary>
    public static byte[] Live(StackForm form, IEnumerable<byte[]> layers)
    {
        int block = (int)form.B[1];
        byte[] live = [];
        foreach (byte[] b in layers)
        {
            live = live.Length == 0 ? new byte[b.Length / block] : live;
            for (int tile = 0; tile < live.Length; tile++)
            {
                // A block of zeros has scales of zero.
                bool zero = b.AsSpan(tile * block, TilePacker.Half * sizeof(ushort)).IndexOfAnyExcept((byte)0) < 0;
                live[tile] |= zero ? (byte)0 : (byte)1;
            }
        }

        return live;
    }

    /// <summary>B [rows, out] as [units, half tiles of the module's columns, block], a block's 16 numbers those of a unit's
    /// rows.</summary>
    public static byte[] OfB(float[] b, FusedModule module)
    {
        int rows = b.Length / module.Out;
        int[] order = module.TileOrder();
        var units = new List<byte>();
        var transposed = new float[module.Out * TilePacker.Half];
        for (int first = 0; first < rows; first += TilePacker.Half)
        {
            Array.Clear(transposed);
            for (int row = first; row < Math.Min(rows, first + TilePacker.Half); row++)
            {
                for (int column = 0; column < module.Out; column++)
                {
                    transposed[(column * TilePacker.Half) + row - first] = b[(row * module.Out) + column];
                }
            }

            units.AddRange(TilePacker.Pack(
                transposed, TilePacker.Half, order, StackForm.Bits, TilePacker.Half, TilePacker.Half));
        }

        return [.. units];
    }
}
