namespace Qdrant.Client.Grpc;

/// <summary>One condition of a filter: on a field, on the point's id, or a filter of its own.</summary>
public sealed class Condition
{
    public FieldCondition? Field { get; set; }

    public HasIdCondition? HasId { get; set; }

    public Filter? Filter { get; set; }
}
