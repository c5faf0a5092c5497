namespace Qdrant.Client.Grpc;

/// <summary>One vector of a point: dense or sparse.</summary>
public sealed class Vector
{
    public DenseVector? Dense { get; set; }

    public SparseVector? Sparse { get; set; }

    public static implicit operator Vector(float[] values) => new() { Dense = new() { Data = { values } } };

    public static implicit operator Vector((float[], uint[]) sparseValues) =>
        new() { Sparse = new() { Values = { sparseValues.Item1 }, Indices = { sparseValues.Item2 } } };
}
