using System.Text.RegularExpressions;
using AssistantLoop.App.Settings;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Retrieval.Ingest.Sites;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.App.Cli;

/// <summary>Tells folders, files and sites apart among what the command line names, and refuses what is none of them.</summary>
internal static partial class IngestPlan
{
    /// <param name="sources">What was named.</param>
    /// <param name="siteMaps">Addresses of site maps.</param>
    /// <param name="collection">The collection of folders and files, or null.</param>
    /// <param name="onlyGiven">Whether nothing is ingested where nothing is named.</param>
    /// <exception cref="SettingException">Something makes no sense; the message says what.</exception>
    public static IReadOnlyList<IngestSource> Of(
        IReadOnlyList<string> sources, IReadOnlyList<string> siteMaps, string? collection, bool onlyGiven)
    {
        CheckCollection(collection);
        if (sources.Count == 0 && siteMaps.Count == 0)
        {
            return onlyGiven ? [] : [new IngestSource.Folder(null, collection)];
        }

        string[] pages = [.. sources.Where(IsAddress)];
        string[] others = [.. sources.Except(pages)];
        string[] folders = [.. others.Where(Directory.Exists)];
        string[] files = [.. others.Except(folders)];
        if (folders.Length > 1)
        {
            throw new SettingException("SOURCES", "name one folder at a time: a collection follows one folder");
        }

        if (collection is not null && folders.Length > 0 && files.Length > 0)
        {
            throw new SettingException("collection", "takes a folder or files, not both: what is not in the folder is removed from its collection");
        }

        foreach (string file in files)
        {
            _ = !File.Exists(file) ? throw new SettingException("SOURCES", $"{file}: there is no such folder, file or http address")
                : FileFormats.ByName(file) is null ? throw new SettingException("SOURCES", $"{file}: is no document; those end in {FileFormats.Endings}")
                : file;
        }

        return
        [
            .. folders.Select(folder => new IngestSource.Folder(Path.GetFullPath(folder), collection)),
            .. files.Length > 0 ? [new IngestSource.Files(files, collection)] : Array.Empty<IngestSource>(),
            .. Sites(pages, siteMaps).Select(site => new IngestSource.Site(site)),
        ];
    }

    private static IEnumerable<SiteRequest> Sites(IReadOnlyList<string> pages, IReadOnlyList<string> siteMaps)
    {
        ILookup<string, Uri> starts = pages.Select(page => Address(page, "SOURCES")).ToLookup(page => page.Authority);
        ILookup<string, Uri> maps = siteMaps.Select(map => Address(map, "sitemap")).ToLookup(map => map.Authority);
        return starts.Select(site => site.Key).Union(maps.Select(site => site.Key))
            .Select(host => new SiteRequest([.. starts[host]], [.. maps[host]]));
    }

    private static Uri Address(string text, string key) =>
        !Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? throw new SettingException(key, $"{text} is no http or https address")
        : AddressRules.Problem(address) is { } problem ? throw new SettingException(key, $"{text} {problem}")
        : address;

    private static bool IsAddress(string source) => source.Contains("://", StringComparison.Ordinal);

    private static void CheckCollection(string? collection)
    {
        if (collection is not null && (!CollectionName().IsMatch(collection) || collection is Document.FolderCollection or UploadIngest.UploadCollection))
        {
            throw new SettingException(
                "collection", $"must be up to 40 lower-case letters, digits and hyphens, and none of the program's own; given: {collection}");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex CollectionName();
}
