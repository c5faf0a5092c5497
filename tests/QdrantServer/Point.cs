using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>A stored point.</summary>
internal sealed record Point(JsonNode Id, JsonObject Vectors, JsonObject Payload, long Version)
{
    public string Key { get; } = Id.ToJsonString();
}
