using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Business;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>
/// Makes sure that a version serves: the base model at the first start; and, where the prompt, style, base model or index
/// configuration is another than the serving version's, a new version of it, so that a rollback brings the old files back
/// too.
/// </summary>
public sealed class FirstVersion(
    VersionStore versions,
    IArtefactStore artefacts,
    EngineSource engines,
    IndexConfiguration index,
    BusinessContentStore contents,
    BusinessProfile profile,
    AppSettings settings)
{
    private const string By = "system";

    /// <summary>Checks, and adds and promotes a version where needed.</summary>
    /// <returns>The version that serves.</returns>
    public async Task<AssistantVersion> EnsureAsync(CancellationToken cancellationToken)
    {
        string promptPath = Path.Combine(settings.Home, "prompts", profile.Prompt + ".yaml");
        string stylePath = Path.Combine(settings.Home, "style-templates", profile.Style + ".yaml");

        // Read before they are stored: a malformed file must not become a version.
        PromptTemplate.Load(promptPath);
        StyleTemplate.Load(stylePath);
        NewVersion onDisk = new()
        {
            BaseHash = engines.BaseHash,
            PromptHash = await artefacts.PutAsync(promptPath, cancellationToken),
            StyleHash = await artefacts.PutAsync(stylePath, cancellationToken),
            IndexHash = index.Hash,
        };
        AssistantVersion? serving = await versions.ServingAsync(profile.Tenant, cancellationToken);
        if (serving is null)
        {
            return await PromoteAsync(onDisk, "first start", cancellationToken);
        }

        if (serving.BaseHash != onDisk.BaseHash)
        {
            return await PromoteAsync(
                onDisk with { ParentId = serving.Id }, "the base model was replaced", cancellationToken);
        }

        // A style that was edited and promoted is no change of the files.
        if (await contents.IsSavedStyleAsync(profile.Tenant, serving.StyleHash, cancellationToken))
        {
            onDisk = onDisk with { StyleHash = serving.StyleHash };
        }

        // A version made before the index was recorded says nothing about it.
        string? changed = serving.PromptHash != onDisk.PromptHash || serving.StyleHash != onDisk.StyleHash
            ? "the prompt or style file was changed"
            : serving.IndexHash is { } before && before != onDisk.IndexHash ? "the index configuration was changed"
            : null;
        return changed is null
            ? serving
            : await PromoteAsync(
                onDisk with
                {
                    AdapterHash = serving.AdapterHash,
                    DataSetHash = serving.DataSetHash,
                    ParentId = serving.Id,
                    Generator = serving.Generator,
                },
                changed,
                cancellationToken);
    }

    private async Task<AssistantVersion> PromoteAsync(NewVersion version, string reason, CancellationToken cancellationToken)
    {
        AssistantVersion added = await versions.AddAsync(profile.Tenant, version, By, lease: null, cancellationToken);
        return await versions.PromoteAsync(profile.Tenant, added.Id, By, reason, lease: null, cancellationToken);
    }
}
