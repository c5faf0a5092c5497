namespace Qdrant.Client.Grpc;

public enum PayloadSchemaType
{
    UnknownType = 0,
    Keyword = 1,
    Integer = 2,
}
