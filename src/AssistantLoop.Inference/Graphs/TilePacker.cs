using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Rounds a matrix to integers in the layout of the kernels, which Kernels/tiles.h tells: tiles of 32 rows, each
/// cut into blocks of 32 columns that begin with their rows' scales in half precision.</summary>
internal static class TilePacker
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 32;

    private const int Lane = 4;
    private const int Half = Rows / 2;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(int bits) => (Rows * sizeof(ushort)) + (Rows * BlockQuantizer.BlockSize * bits / 8);

    /// <summary>Tiles that so many rows take.</summary>
    public static int Tiles(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>The rows of a matrix in their order, and rows of zeros up to a whole tile.</summary>
    public static int[] InOrder(int rows) => [.. Enumerable.Range(0, Tiles(rows) * Rows).Select(row => row < rows ? row : -1)];

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
    /// <param name="matrix">[rows, columns], columns a multiple of 32.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="order">Which row stands where, a multiple of 32 of them; -1 is a row of zeros.</param>
    /// <param name="bits">4 or 8.</param>
    /// <returns>[tiles, columns / 32, <see cref="BlockBytes"/>].</returns>
    public static byte[] Pack(ReadOnlySpan<float> matrix, int columns, ReadOnlySpan<int> order, int bits)
    {
        int blocks = columns / BlockQuantizer.BlockSize, size = BlockBytes(bits);
        var packed = new byte[order.Length / Rows * blocks * size];
        Span<float> zeros = stackalloc float[BlockQuantizer.BlockSize];
        Span<byte> quantized = stackalloc byte[BlockQuantizer.BlockSize];
        zeros.Clear();
        for (int row = 0; row < order.Length; row++)
        {
            for (int block = 0; block < blocks; block++)
            {
                ReadOnlySpan<float> values = order[row] < 0
                    ? zeros
                    : matrix.Slice((order[row] * columns) + (block * BlockQuantizer.BlockSize), BlockQuantizer.BlockSize);
                Span<byte> to = packed.AsSpan(((row / Rows * blocks) + block) * size, size);
                MemoryMarshal.Cast<byte, System.Half>(to)[row % Rows] = BlockQuantizer.QuantizeBlock(values, bits, quantized);
                Place(quantized, row % Rows, bits, to[(Rows * sizeof(ushort))..]);
            }
        }

        return packed;
    }

    // Four neighbours of each of 16 rows, then of the other 16; with 4 bits the next four share their bytes.
    private static void Place(ReadOnlySpan<byte> quantized, int row, int bits, Span<byte> to)
    {
        for (int column = 0; column < quantized.Length; column++)
        {
            int group = column / Lane, vector = bits == 4 ? group / 2 : group;
            ref byte place = ref to[(((vector * 2) + (row / Half)) * Half * Lane) + (row % Half * Lane) + (column % Lane)];
            place |= bits == 4 && group % 2 == 1 ? (byte)(quantized[column] << 4) : quantized[column];
        }
    }
}
