using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

public sealed class HasIdCondition
{
    public RepeatedField<PointId> HasId { get; } = [];
}
