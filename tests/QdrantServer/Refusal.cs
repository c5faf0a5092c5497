namespace QdrantServer;

/// <summary>An error to answer with.</summary>
public sealed record Refusal(int Status, string Error)
{
    internal RefusedException ToException() => new(Status, Error);
}

internal sealed class RefusedException(int status, string error) : Exception(error)
{
    public int Status { get; } = status;
}
