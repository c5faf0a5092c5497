using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>What a dense vector of a collection is like.</summary>
public sealed class VectorParams
{
    /// <summary>Its dimensions.</summary>
    public ulong Size { get; set; }

    public Distance Distance { get; set; }
}

/// <summary>The dense vectors of a collection by name.</summary>
public sealed class VectorParamsMap
{
    public MapField<string, VectorParams> Map { get; } = [];
}
