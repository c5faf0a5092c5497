namespace Qdrant.Client.Grpc;

/// <summary>What a query is near to: a dense or a sparse vector.</summary>
public sealed class VectorInput
{
    public DenseVector? Dense { get; set; }

    public SparseVector? Sparse { get; set; }

    public static implicit operator VectorInput(float[] values) => new() { Dense = new() { Data = { values } } };

    public static implicit operator VectorInput((float[], uint[]) sparseValues) =>
        new() { Sparse = new() { Values = { sparseValues.Item1 }, Indices = { sparseValues.Item2 } } };
}
