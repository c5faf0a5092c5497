namespace AssistantLoop.Inference.Graphs;

/// <summary>How a matrix is laid out in the graph.</summary>
internal enum MatrixForm
{
    /// <summary>32-bit floats, row-major, for ONNX Runtime's FusedMatMul.</summary>
    Floats,

    /// <summary>Integers in blocks of 32 columns, for ONNX Runtime's MatMulNBits.</summary>
    Blocks,

    /// <summary>Integers in tiles of 32 rows, for the kernels in Kernels/.</summary>
    Tiles,
}

/// <summary>Chooses a matrix's form.</summary>
internal static class MatrixForms
{
    /// <summary>Integers where the precision says so and rows are cut into whole blocks; tiles where the project's own
    /// kernels run.</summary>
    public static MatrixForm Of(Precision precision, bool kernels, int columns) =>
        precision is not (Precision.Int8 or Precision.Int4) || columns % BlockQuantizer.BlockSize != 0 ? MatrixForm.Floats
        : kernels ? MatrixForm.Tiles
        : MatrixForm.Blocks;
}
