using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

public sealed class NamedVectors
{
    public MapField<string, Vector> Vectors { get; } = [];
}
