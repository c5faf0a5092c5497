using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>A point to be stored.</summary>
public sealed class PointStruct
{
    public PointId? Id { get; set; }

    public MapField<string, Value> Payload { get; } = [];

    public Vectors? Vectors { get; set; }
}
