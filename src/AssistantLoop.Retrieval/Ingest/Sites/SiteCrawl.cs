using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>One walk over a host's pages, each visited once, in the order in which they were found.</summary>
internal sealed class SiteCrawl(string host, SiteFetcher fetcher, SiteLimits limits, TimeProvider time)
{
    private readonly Queue<Uri> _waiting = new();
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly long _begun = time.GetTimestamp();
    private RobotsRules _robots = RobotsRules.AllowAll;
    private long _bytes;
    private int _had;
    private bool _missed;
    private bool _pauseDue;

    public string Host => host;

    /// <summary>Pages fetched so far.</summary>
    public int Visited { get; private set; }

    /// <summary>Pages that the crawl knows of.</summary>
    public int Known => _found.Count;

    /// <summary>Whether all that was found was visited, so that what did not come is gone.</summary>
    public bool IsWhole => !_missed && _had > 0;

    /// <summary>Reads robots.txt and the site maps.</summary>
    public async Task StartAsync(SiteRequest request, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        await ReadRobotsAsync(request, refuse, cancellationToken);
        AddLinks(request.Starts.Select(PageLinks.Plain));
        await ReadSiteMapsAsync(request, refuse, cancellationToken);
    }

    /// <summary>Takes over pages to visit; those of other hosts, and those that robots.txt keeps out, are passed over.</summary>
    public void AddLinks(IEnumerable<Uri> links)
    {
        foreach (Uri link in links)
        {
            if (MayVisit(link) is null && _robots.Allows(link) && _found.Count < 10 * limits.Pages && _found.Add(link.AbsoluteUri))
            {
                _waiting.Enqueue(link);
            }
        }
    }

    /// <summary>The next page that can be had, or null at the end or where a limit is reached.</summary>
    public async Task<FetchedPage?> NextAsync(Action<string, string> refuse, CancellationToken cancellationToken)
    {
        while (_waiting.TryDequeue(out Uri? address))
        {
            if (Limit() is { } limit)
            {
                _missed = true;
                refuse(Host, $"{limit}; {_waiting.Count + 1} pages were not visited");
                return null;
            }

            Visited++;
            try
            {
                FetchedPage page = await GetAsync(address, FileFormats.MostBytes(FileFormat.Pdf), cancellationToken);
                _bytes += page.Content.Length;
                bool isNew = page.Address == address || _found.Add(PageLinks.Plain(page.Address).AbsoluteUri);
                _had += page.Status == 200 ? 1 : 0;
                if (page.Status == 200 && isNew)
                {
                    return page;
                }

                if (page.Status is not (200 or 404 or 410))
                {
                    Fail(address, $"answered with status {page.Status}", isLasting: page.Status is 401 or 403, refuse);
                }
            }
            catch (FetchException error)
            {
                Fail(address, error.Message, error.IsLasting, refuse);
            }
        }

        return null;
    }

    // What is out of reach today may be there tomorrow, and so may what it leads to: nothing counts as gone.
    private void Fail(Uri address, string reason, bool isLasting, Action<string, string> refuse)
    {
        _missed |= !isLasting;
        refuse(address.AbsoluteUri, reason);
    }

    private string? Limit() =>
        Visited >= limits.Pages ? $"has more than {limits.Pages} pages"
        : _bytes >= limits.Bytes ? $"holds more than {limits.Bytes >> 20} MiB"
        : time.GetElapsedTime(_begun) >= limits.Time ? $"took longer than {limits.Time.TotalMinutes:0} minutes"
        : null;

    private async Task ReadRobotsAsync(SiteRequest request, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        Uri first = request.Starts.Concat(request.SiteMaps).First();
        Uri address = new(first, "/robots.txt");
        try
        {
            FetchedPage page = await fetcher.GetAsync(address, RobotsRules.MostBytes, limits, _ => null, cancellationToken);
            if (page.Status >= 500)
            {
                throw new FetchException($"answered with status {page.Status}");
            }

            _robots = page.Status == 200 ? RobotsRules.Read(page.Content, SiteFetcher.ProductToken) : RobotsRules.AllowAll;
        }
        catch (FetchException error)
        {
            // RFC 9309: rules that cannot be read forbid all.
            _robots = RobotsRules.Read("User-agent: *\nDisallow: /"u8.ToArray(), SiteFetcher.ProductToken);
            Fail(address, $"{error.Message}; without it no page is visited", isLasting: false, refuse);
        }
    }

    private async Task ReadSiteMapsAsync(SiteRequest request, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        Queue<Uri> waiting = new(request.SiteMaps);
        HashSet<string> seen = [.. request.SiteMaps.Select(map => map.AbsoluteUri)];
        foreach (string named in _robots.SiteMaps)
        {
            if (Uri.TryCreate(named, UriKind.Absolute, out Uri? address) && MayVisit(address) is null && seen.Add(address.AbsoluteUri))
            {
                waiting.Enqueue(address);
            }
        }

        for (int read = 0; waiting.TryDequeue(out Uri? address); read++)
        {
            if (read >= limits.SiteMaps)
            {
                Fail(address, $"is one site map too many; {limits.SiteMaps} are read", isLasting: false, refuse);
                return;
            }

            try
            {
                FetchedPage page = await GetAsync(address, SiteMap.MostBytes, cancellationToken);
                if (page.Status != 200)
                {
                    throw new FetchException($"answered with status {page.Status}");
                }

                SiteMap map = await SiteMap.ReadAsync(page.Content, cancellationToken);
                AddLinks(map.Pages.Select(PageLinks.Plain));
                foreach (Uri further in map.SiteMaps.Where(further => MayVisit(further) is null && seen.Add(further.AbsoluteUri)))
                {
                    waiting.Enqueue(further);
                }
            }
            catch (Exception error) when (error is FetchException or DocumentRefusedException)
            {
                Fail(address, error.Message, isLasting: false, refuse);
            }
        }
    }

    private async Task<FetchedPage> GetAsync(Uri address, int most, CancellationToken cancellationToken)
    {
        if (_pauseDue)
        {
            await Task.Delay(_robots.Pause is { } asked && asked > limits.Pause ? asked : limits.Pause, time, cancellationToken);
        }

        _pauseDue = true;
        return await fetcher.GetAsync(
            address, most, limits, at => MayVisit(at) ?? (_robots.Allows(at) ? null : "robots.txt keeps out"), cancellationToken);
    }

    private string? MayVisit(Uri address) => address.Authority == host ? null : $"is not on the host {host}";
}
