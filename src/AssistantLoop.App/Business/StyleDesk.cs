using System.Text.RegularExpressions;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Business;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Business;

/// <summary>
/// The style templates: those of the program's files and those saved since. A saved one becomes a staged version, the
/// serving one in all but the style, so that it is tried, promoted and rolled back as any other.
/// </summary>
public sealed partial class StyleDesk(
    BusinessContentStore store, VersionStore versions, IArtefactStore artefacts, BusinessProfile profile, AppSettings settings)
{
    private const string Prefix = "styles/";

    /// <summary>All styles, by name; a saved one stands in place of a file of its name.</summary>
    public async Task<IReadOnlyList<ContentView>> ListAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, ContentView> found = [];
        foreach (string path in Directory.EnumerateFiles(Path.Combine(settings.Home, "style-templates"), "*.yaml"))
        {
            string kind = Prefix + Path.GetFileNameWithoutExtension(path);
            found[kind] = new(kind, 0, YamlFile.TextOf(path), null, null);
        }

        foreach (ContentRevision saved in await store.CurrentAsync(profile.Tenant, cancellationToken))
        {
            if (saved.Kind.StartsWith(Prefix, StringComparison.Ordinal))
            {
                found[saved.Kind] = ContentView.Of(saved);
            }
        }

        return [.. found.Values.OrderBy(view => view.Kind, StringComparer.Ordinal)];
    }

    /// <summary>Saves a style and stages a version with it.</summary>
    /// <exception cref="ChatProblemException">The name cannot be one.</exception>
    /// <exception cref="ContentFileException">The style is malformed.</exception>
    /// <exception cref="ConflictException">Somebody saved another revision since, or no version serves yet.</exception>
    public async Task<(ContentRevision Style, AssistantVersion Version)> SaveAsync(
        string? name, string? yaml, int? after, string author, CancellationToken cancellationToken)
    {
        if (name is null || !Name().IsMatch(name))
        {
            throw new ChatProblemException("failed", $"name must be 1 to 50 lower-case letters, digits and hyphens; given: {name ?? "nothing"}");
        }

        StyleTemplate.Parse(yaml ?? "", Prefix + name, name);
        AssistantVersion serving = await versions.ServingAsync(profile.Tenant, cancellationToken)
            ?? throw new ConflictException("No version serves yet, so there is none to give the style to.");
        string hash = await KeepAsync(yaml!, cancellationToken);
        ContentRevision saved = await store.SaveAsync(profile.Tenant, Prefix + name, yaml!, hash, author, after, cancellationToken);
        AssistantVersion staged = await versions.AddAsync(
            profile.Tenant,
            new()
            {
                BaseHash = serving.BaseHash,
                AdapterHash = serving.AdapterHash,
                PromptHash = serving.PromptHash,
                StyleHash = hash,
                IndexHash = serving.IndexHash,
                DataSetHash = serving.DataSetHash,
                ParentId = serving.Id,
                Generator = serving.Generator,
            },
            author,
            lease: null,
            cancellationToken);
        return (saved, staged);
    }

    private async Task<string> KeepAsync(string yaml, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("assistantloop-style").FullName, "style.yaml");
        try
        {
            await File.WriteAllTextAsync(path, yaml, cancellationToken);
            return await artefacts.PutAsync(path, cancellationToken);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,49}$")]
    private static partial Regex Name();
}
