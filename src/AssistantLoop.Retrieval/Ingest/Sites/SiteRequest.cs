namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>Which site to ingest.</summary>
/// <param name="Starts">Pages to begin at; links on the same host are followed from them.</param>
/// <param name="SiteMaps">Site maps whose pages are fetched.</param>
public sealed record SiteRequest(IReadOnlyList<Uri> Starts, IReadOnlyList<Uri> SiteMaps)
{
    /// <summary>The prefix of a site's collection.</summary>
    public const string CollectionPrefix = "site:";

    /// <summary>The host whose pages are ingested, with its port where that is not the usual one.</summary>
    public string Host => Starts.Concat(SiteMaps).First().Authority;

    /// <summary>The site's collection.</summary>
    public string Collection => CollectionPrefix + Host;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        if (Starts.Count + SiteMaps.Count == 0)
        {
            return "name a page to begin at, or a site map";
        }

        foreach (Uri address in Starts.Concat(SiteMaps))
        {
            if (AddressRules.Problem(address) is { } problem)
            {
                return $"{address} {problem}";
            }

            if (address.Authority != Host)
            {
                return $"{address} is not on the host {Host}; ingest one host at a time";
            }
        }

        return null;
    }
}
