namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>What a crawl may take.</summary>
public sealed record SiteLimits
{
    /// <summary>Pages that are fetched.</summary>
    public int Pages { get; init; } = 2000;

    /// <summary>Bytes of all pages together, unpacked.</summary>
    public long Bytes { get; init; } = 512L << 20;

    /// <summary>From the first request to the last.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>One request, redirects and body included.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two requests, where the site's robots.txt does not ask for more.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Redirects in a row.</summary>
    public int Redirects { get; init; } = 5;

    /// <summary>Site maps, those that an index names included.</summary>
    public int SiteMaps { get; init; } = 50;
}
