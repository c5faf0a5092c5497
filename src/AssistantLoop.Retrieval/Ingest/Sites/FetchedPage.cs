namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>What a server answered.</summary>
/// <param name="Address">Where it was found, after redirects.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">Its media type with parameters, or null.</param>
/// <param name="Content">The body, unpacked; empty unless the status is 200.</param>
internal sealed record FetchedPage(Uri Address, int Status, string? MediaType, byte[] Content);
