using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>Conditions on a point's payload.</summary>
public sealed class Filter
{
    /// <summary>At least one of these holds.</summary>
    public RepeatedField<Condition> Should { get; } = [];

    /// <summary>All of these hold.</summary>
    public RepeatedField<Condition> Must { get; } = [];

    /// <summary>None of these holds.</summary>
    public RepeatedField<Condition> MustNot { get; } = [];

    public static implicit operator Filter(Condition condition) => condition.Filter ?? new() { Must = { condition } };
}
