using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.DataSets;

/// <summary>Lists data sets for people to look through.</summary>
public sealed class DataSetList(Database database)
{
    private static readonly SortFields s_fields = new(
        "-createdAt", "hash", ("createdAt", "created_at"), ("trainCount", "train_count"), ("heldOutCount", "held_out_count"));

    /// <summary>A page; the search is for hashes.</summary>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<DataSet>> ReadAsync(string tenant, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<DataSet>(
            session,
            "*",
            $"FROM data_sets WHERE tenant = @tenant AND {ListRows.Matches("hash")}",
            s_fields,
            query,
            new { tenant }), cancellationToken);
}
