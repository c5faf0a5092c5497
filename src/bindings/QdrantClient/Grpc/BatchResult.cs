using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>What one query of a batch found, best first.</summary>
public sealed class BatchResult
{
    public RepeatedField<ScoredPoint> Result { get; } = [];
}
