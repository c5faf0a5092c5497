namespace Qdrant.Client.Grpc;

/// <summary>One change of aliases; one of its members is set.</summary>
public sealed class AliasOperations
{
    public CreateAlias? CreateAlias { get; set; }

    public DeleteAlias? DeleteAlias { get; set; }
}

public sealed class CreateAlias
{
    public string CollectionName { get; set; } = "";

    public string AliasName { get; set; } = "";
}

public sealed class DeleteAlias
{
    public string AliasName { get; set; } = "";
}
