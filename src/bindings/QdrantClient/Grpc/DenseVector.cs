using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

public sealed class DenseVector
{
    public RepeatedField<float> Data { get; } = [];
}
