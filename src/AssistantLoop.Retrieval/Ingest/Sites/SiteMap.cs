using System.IO.Compression;
using System.Xml.Linq;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Documents.Formats;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>A sitemap.xml (sitemaps.org, 0.9): the addresses of pages, or of further site maps; gzipped or not.</summary>
/// <param name="Pages">Addresses of pages.</param>
/// <param name="SiteMaps">Addresses of further site maps.</param>
internal sealed record SiteMap(IReadOnlyList<Uri> Pages, IReadOnlyList<Uri> SiteMaps)
{
    /// <summary>The largest site map, in bytes, unpacked: what the format allows.</summary>
    public const int MostBytes = 50 << 20;

    private const int MostAddresses = 50_000;

    /// <exception cref="DocumentRefusedException">It is no site map.</exception>
    public static async Task<SiteMap> ReadAsync(byte[] content, CancellationToken cancellationToken)
    {
        byte[] xml = content;
        if (content is [0x1f, 0x8b, ..])
        {
            try
            {
                await using GZipStream unpacked = new(new MemoryStream(content), CompressionMode.Decompress);
                xml = await BoundedBytes.ReadAsync(unpacked, MostBytes, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                throw new DocumentRefusedException("is a damaged gzip file", error);
            }
        }

        XElement root = SafeXml.Load(() => new MemoryStream(xml, writable: false), "site map", MostBytes).Root!;
        return root.Name.LocalName switch
        {
            "urlset" => new(Locations(root, "url"), []),
            "sitemapindex" => new([], Locations(root, "sitemap")),
            _ => throw new DocumentRefusedException($"is no site map: its root is <{root.Name.LocalName}>"),
        };
    }

    private static List<Uri> Locations(XElement root, string name)
    {
        List<Uri> found = [];
        foreach (XElement entry in root.Elements().Where(element => element.Name.LocalName == name).Take(MostAddresses))
        {
            string? location = entry.Elements().FirstOrDefault(element => element.Name.LocalName == "loc")?.Value.Trim();
            if (Uri.TryCreate(location, UriKind.Absolute, out Uri? address) && AddressRules.Problem(address) is null)
            {
                found.Add(address);
            }
        }

        return found;
    }
}
