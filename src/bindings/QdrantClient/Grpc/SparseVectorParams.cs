namespace Qdrant.Client.Grpc;

/// <summary>What a sparse vector of a collection is like.</summary>
public sealed class SparseVectorParams
{
    public Modifier Modifier { get; set; }
}

public enum Modifier
{
    None = 0,

    /// <summary>A query's values are multiplied by how rare their indices are among the collection's points.</summary>
    Idf = 1,
}
