using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Rounds a matrix to integers in the layout of the kernels, which Kernels/tiles.h tells: tiles of some rows, each
/// cut into blocks of some columns that begin with their rows' scales in half precision.</summary>
internal static class TilePacker
{
    /// <summary>Rows of a tile of a model's matrix.</summary>
    public const int Rows = 32;

    /// <summary>Rows of a vector: half a tile of a model's matrix, and a whole one of an adapter's.</summary>
    public const int Half = 16;

    private const int Lane = 4;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(int rows, int columns, int bits) => rows * (sizeof(ushort) + (columns * bits / 8));

    /// <summary>The rows of a matrix in their order, and rows of zeros up to a whole tile.</summary>
    public static int[] InOrder(int rows, int tile = Rows) =>
        [.. Enumerable.Range(0, (rows + tile - 1) / tile * tile).Select(row => row < rows ? row : -1)];

    /// <summary>The rows of a gate and of what it gates, one below the other in the matrix, by turns of 16.</summary>
    /// <param name="inner">Rows of each.</param>
    public static int[] Gated(int inner) =>
    [
        .. Enumerable.Range(0, (inner + Half - 1) / Half * Rows).Select(row =>
        {
            int index = (row / Rows * Half) + (row % Half);
            return index >= inner ? -1 : row % Rows < Half ? index : inner + index;
        }),
    ];

    /// <summary>Rounds and lays out a matrix.</summary>
    /// <param name="matrix">[rows, columns], columns a multiple of a block's.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="order">Which row stands where, a multiple of a tile's; -1 is a row of zeros.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="rows">Rows of a tile, 16 or 32.</param>
    /// <param name="length">Columns of a block, 16 or 32.</param>
    /// <returns>[tiles, columns / length, <see cref="BlockBytes"/>].</returns>
    public static byte[] Pack(
        ReadOnlySpan<float> matrix, int columns, ReadOnlySpan<int> order, int bits, int rows = Rows,
        int length = BlockQuantizer.BlockSize)
    {
        int blocks = columns / length, size = BlockBytes(rows, length, bits);
        var packed = new byte[order.Length / rows * blocks * size];
        Span<float> zeros = stackalloc float[length];
        Span<byte> quantized = stackalloc byte[length];
        zeros.Clear();
        for (int row = 0; row < order.Length; row++)
        {
            for (int block = 0; block < blocks; block++)
            {
                ReadOnlySpan<float> values = order[row] < 0
                    ? zeros
                    : matrix.Slice((order[row] * columns) + (block * length), length);
                Span<byte> to = packed.AsSpan(((row / rows * blocks) + block) * size, size);
                MemoryMarshal.Cast<byte, System.Half>(to)[row % rows] = BlockQuantizer.QuantizeBlock(values, bits, quantized);
                Place(quantized, row % rows, rows / Half, bits, to[(rows * sizeof(ushort))..]);
            }
        }

        return packed;
    }

    // Four neighbours of each of 16 rows, then of the other 16 if there are; with 4 bits the next four share their bytes.
    private static void Place(ReadOnlySpan<byte> quantized, int row, int halves, int bits, Span<byte> to)
    {
        for (int column = 0; column < quantized.Length; column++)
        {
            int group = column / Lane, vector = bits == 4 ? group / 2 : group;
            ref byte place = ref to[(((vector * halves) + (row / Half)) * Half * Lane) + (row % Half * Lane) + (column % Lane)];
            place |= bits == 4 && group % 2 == 1 ? (byte)(quantized[column] << 4) : quantized[column];
        }
    }
}
