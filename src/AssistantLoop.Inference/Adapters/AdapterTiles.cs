using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Adapters;

/// <summary>An adapter's fused matrices in tiles: a unit is 16 of their rows.</summary>
internal static class AdapterTiles
{
    /// <summary>A [rows, in] as [units, in / 32, block].</summary>
    public static byte[] OfA(float[] a, FusedModule module) =>
        TilePacker.Pack(
            a, module.In, TilePacker.InOrder(a.Length / module.In, TilePacker.Half), StackForm.Bits, TilePacker.Half);

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
