using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Erasure;

/// <summary>What follows an erasure's transaction. A process that dies before the end leaves it to the next call.</summary>
/// <param name="leftovers">What is outstanding.</param>
/// <param name="versions">The registry.</param>
/// <param name="artefacts">The store of data sets' files.</param>
/// <param name="runsFolder">Where workers keep the files of runs.</param>
public sealed class ErasureFinish(
    ErasureLeftovers leftovers, VersionStore versions, IArtefactStore artefacts, string runsFolder)
{
    /// <summary>Lets another version answer where the serving one is to be retired.</summary>
    /// <returns>The version that answers instead; null where nothing changed.</returns>
    public async Task<AssistantVersion?> RetireAsync(string tenant, string by, CancellationToken cancellationToken)
    {
        if (await leftovers.RetirementAsync(tenant, cancellationToken) is not { Successor: { } successor } retirement)
        {
            return null;
        }

        try
        {
            return await versions.PromoteAsync(
                tenant,
                successor.Id,
                by,
                $"version {retirement.Serving.Number} was trained on samples of a visitor who was erased",
                lease: null,
                cancellationToken);
        }
        catch (ConflictException)
        {
            // Another process has done the same, or someone decided meanwhile.
            return null;
        }
    }

    /// <summary>Removes artefacts, work folders of ended runs, and what is left in the database's files.</summary>
    /// <returns>False where the database's log could not be emptied yet.</returns>
    public async Task<bool> RemoveTracesAsync(string by, CancellationToken cancellationToken)
    {
        foreach (ArtefactPurge purge in await leftovers.PurgesAsync(cancellationToken))
        {
            await artefacts.RemoveAsync(purge.ArtefactHash, cancellationToken);
            await leftovers.PurgedAsync(purge, by, cancellationToken);
        }

        foreach (Guid run in await leftovers.EndedRunsAsync(cancellationToken))
        {
            RunFolder.RemoveAll(runsFolder, run);
        }

        return !await leftovers.IsUnscrubbedAsync(cancellationToken) || await leftovers.ScrubAsync(cancellationToken);
    }
}
