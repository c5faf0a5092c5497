namespace Qdrant.Client.Grpc;

/// <summary>What a server says of itself.</summary>
public sealed class HealthCheckReply
{
    public string Title { get; set; } = "";

    public string Version { get; set; } = "";
}
