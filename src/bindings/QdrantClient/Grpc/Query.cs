namespace Qdrant.Client.Grpc;

/// <summary>How points are chosen and ranked: those nearest to a vector.</summary>
public sealed class Query
{
    public VectorInput? Nearest { get; set; }

    public static implicit operator Query(VectorInput input) => new() { Nearest = input };

    public static implicit operator Query(float[] values) => new() { Nearest = values };

    public static implicit operator Query((float[], uint[]) sparseValues) => new() { Nearest = sparseValues };
}
