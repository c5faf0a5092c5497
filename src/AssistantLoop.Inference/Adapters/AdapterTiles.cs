using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Adapters;

/// <summary>An adapter's fused matrices in tiles: a unit is 32 of their rows.</summary>
internal static class AdapterTiles
{
    /// <summary>A [rows, in] as [units, in / 32, block].</summary>
    public static byte[] OfA(float[] a, FusedModule module) =>
        TilePacker.Pack(a, module.In, TilePacker.InOrder(a.Length / module.In), StackForm.Bits);

    /// <summary>B [rows, out] as [units, tiles of the module's columns, block], a block's 32 numbers those of a unit's
    /// rows.</summary>
    public static byte[] OfB(float[] b, FusedModule module)
    {
        int rows = b.Length / module.Out;
        int[] order = module.TileOrder();
        var units = new List<byte>();
        var transposed = new float[module.Out * TilePacker.Rows];
        for (int first = 0; first < rows; first += TilePacker.Rows)
        {
            Array.Clear(transposed);
            for (int row = first; row < Math.Min(rows, first + TilePacker.Rows); row++)
            {
                for (int column = 0; column < module.Out; column++)
                {
                    transposed[(column * TilePacker.Rows) + row - first] = b[(row * module.Out) + column];
                }
            }

            units.AddRange(TilePacker.Pack(transposed, TilePacker.Rows, order, StackForm.Bits));
        }

        return [.. units];
    }
}
