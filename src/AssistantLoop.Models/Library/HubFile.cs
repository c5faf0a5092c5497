namespace AssistantLoop.Models.Library;

/// <summary>A file of a hub repository; size in bytes and SHA-256 (lower-case hex) where the hub tells them.</summary>
public sealed record HubFile(string Name, long? Size, string? Sha256);
