using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>The values at the indices; every other is 0. No index comes twice.</summary>
public sealed class SparseVector
{
    public RepeatedField<float> Values { get; } = [];

    public RepeatedField<uint> Indices { get; } = [];
}
