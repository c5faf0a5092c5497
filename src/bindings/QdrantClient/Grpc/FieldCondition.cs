namespace Qdrant.Client.Grpc;

public sealed class FieldCondition
{
    public string Key { get; set; } = "";

    public Match? Match { get; set; }

    public Range? Range { get; set; }
}
