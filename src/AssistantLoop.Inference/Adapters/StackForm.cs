using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Adapters;

/// <summary>How a fused module's stacked adapter matrices are laid out: in units of some rows of A and of B.</summary>
/// <param name="Form">The form of the module's own matrix, which its adapters share; blocks have floats.</param>
/// <param name="Rows">Rows of a unit: one in floats, 16 in tiles.</param>
/// <param name="A">The shape of a unit of A.</param>
/// <param name="B">The shape of a unit of B.</param>
internal sealed record StackForm(MatrixForm Form, int Rows, long[] A, long[] B)
{
    /// <summary>Adapters in tiles have 8 bits, whatever the matrix has.</summary>
    public const int Bits = 8;

    /// <summary>Bytes of a unit of A.</summary>
    public int ABytes => Bytes(A);

    /// <summary>Bytes of a unit of B.</summary>
    public int BBytes => Bytes(B);

    /// <summary>The form that goes with a module's matrix.</summary>
    public static StackForm Of(FusedModule module, MatrixForm matrix)
    {
        if (matrix != MatrixForm.Tiles)
        {
            return new(MatrixForm.Floats, 1, [module.In], [module.Out]);
        }

        return new(
            matrix, TilePacker.Half,
            [module.In / BlockQuantizer.BlockSize, TilePacker.BlockBytes(TilePacker.Half, BlockQuantizer.BlockSize, Bits)],
            [module.TileOrder().Length / TilePacker.Half, TilePacker.BlockBytes(TilePacker.Half, TilePacker.Half, Bits)]);
    }

    private int Bytes(long[] shape) => (int)shape.Aggregate(Form == MatrixForm.Tiles ? sizeof(byte) : (long)sizeof(float), (product, length) => product * length);
}
