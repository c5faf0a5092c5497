using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>A request as it came.</summary>
public sealed record ServedRequest(string Method, string Path, JsonNode? Body);
