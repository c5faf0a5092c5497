namespace Qdrant.Client.Grpc;

public enum Distance
{
    UnknownDistance = 0,
    Cosine = 1,
    Euclid = 2,
    Dot = 3,
    Manhattan = 4,
}
