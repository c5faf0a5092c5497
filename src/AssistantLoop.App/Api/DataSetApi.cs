using AssistantLoop.App.Api.Lists;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Lists;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Data sets: what was trained on, and why each piece of feedback is in or out.</summary>
public static class DataSetApi
{
    /// <summary>Maps /api/data-sets.</summary>
    public static void MapDataSets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/data-sets", async (
            [AsParameters] ListParameters list, DataSetList dataSets, BusinessProfile profile, CancellationToken cancellationToken) =>
            (await dataSets.ReadAsync(profile.Tenant, list.Read(), cancellationToken)).Select(DataSetView.Of));
        routes.MapGet("/api/data-sets/{hash}", DetailsAsync);
        routes.MapGet("/api/data-sets/{hash}/samples", SamplesAsync);
    }

    private static async Task<DataSetDetails> DetailsAsync(
        string hash,
        DataSetStore dataSets,
        VersionStore versions,
        IArtefactStore artefacts,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        DataSet set = await FindAsync(dataSets, profile.Tenant, hash, cancellationToken);
        bool erased = await dataSets.IsErasedAsync(profile.Tenant, hash, cancellationToken);
        string? card = erased ? null : Path.Combine(await artefacts.OpenAsync(set.ArtefactHash, cancellationToken), DataSetFiles.Card);
        return DataSetDetails.Of(
            set,
            await versions.TrainedOnAsync(profile.Tenant, hash, cancellationToken),
            card is not null && File.Exists(card) ? await File.ReadAllTextAsync(card, cancellationToken) : null,
            erased);
    }

    private static async Task<ListPage<LedgerLine>> SamplesAsync(
        string hash,
        string? outcome,
        string? reason,
        [AsParameters] ListParameters list,
        DataSetStore dataSets,
        IArtefactStore artefacts,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        SampleOutcome? wanted = WireNames.Parse<SampleOutcome>(outcome, "outcome");
        DataSet set = await FindAsync(dataSets, profile.Tenant, hash, cancellationToken);
        if (await dataSets.IsErasedAsync(profile.Tenant, hash, cancellationToken))
        {
            throw new NotFoundException("file of data set", hash, profile.Tenant);
        }

        return LedgerLine.Page(
            DataSetFiles.ReadLedger(await artefacts.OpenAsync(set.ArtefactHash, cancellationToken)),
            entry => (wanted is null || entry.Outcome == wanted) && (string.IsNullOrEmpty(reason) || entry.Reason == reason),
            list.Read());
    }

    private static async Task<DataSet> FindAsync(
        DataSetStore dataSets, string tenant, string hash, CancellationToken cancellationToken) =>
        await dataSets.FindAsync(tenant, hash, cancellationToken) ?? throw new NotFoundException("data set", hash, tenant);
}
