namespace Qdrant.Client.Grpc;

/// <summary>An alias and the collection that it stands for.</summary>
public sealed class AliasDescription
{
    public string AliasName { get; set; } = "";

    public string CollectionName { get; set; } = "";
}
