namespace Qdrant.Client.Grpc;

/// <summary>The vectors of a point by name.</summary>
public sealed class Vectors
{
    public NamedVectors? Vectors_ { get; set; }

    public static implicit operator Vectors(Dictionary<string, Vector> values) =>
        new() { Vectors_ = new() { Vectors = { values } } };
}
