using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>Removes the adapters of old versions as the settings say.</summary>
public sealed class AdapterRetention(
    VersionRetention retention, IArtefactStore artefacts, BusinessProfile profile, AppSettings settings)
{
    /// <summary>Marks what may go, then removes the files; a removal that was cut short is made up for the next time.</summary>
    /// <param name="by">Who asked, for the audit log.</param>
    /// <param name="cancellationToken">Stops between two adapters.</param>
    /// <returns>The versions whose adapters go now.</returns>
    public async Task<IReadOnlyList<AssistantVersion>> ApplyAsync(string by, CancellationToken cancellationToken)
    {
        IReadOnlyList<AssistantVersion> marked = await retention.MarkAsync(
            profile.Tenant, settings.KeepVersions, settings.KeepServed, by, cancellationToken);
        foreach (string adapter in await retention.RemovableAsync(cancellationToken))
        {
            await artefacts.RemoveAsync(adapter, cancellationToken);
        }

        return marked;
    }
}
