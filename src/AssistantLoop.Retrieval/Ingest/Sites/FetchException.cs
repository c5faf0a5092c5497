namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>A page that cannot be had; the message is the reason, to follow its address.</summary>
public sealed class FetchException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>Whether the page is such that it cannot be had, rather than out of reach at the moment.</summary>
    public bool IsLasting { get; init; }
}
