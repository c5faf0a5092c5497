using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>A point that was found.</summary>
public sealed class ScoredPoint
{
    public PointId? Id { get; set; }

    public MapField<string, Value> Payload { get; } = [];

    public float Score { get; set; }

    public ulong Version { get; set; }
}
