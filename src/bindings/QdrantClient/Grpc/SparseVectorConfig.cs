using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>The sparse vectors of a collection by name.</summary>
public sealed class SparseVectorConfig
{
    public MapField<string, SparseVectorParams> Map { get; } = [];

    public static implicit operator SparseVectorConfig((string, SparseVectorParams) config) =>
        new() { Map = { [config.Item1] = config.Item2 } };
}
