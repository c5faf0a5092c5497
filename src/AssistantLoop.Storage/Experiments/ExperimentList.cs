using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Experiments;

/// <summary>Lists experiments for people to look through.</summary>
public sealed class ExperimentList(Database database)
{
    private static readonly SortFields s_fields = new(
        "-number", "number", ("number", "number"), ("startedAt", "started_at"), ("endedAt", "ended_at"), ("name", "name"));

    /// <summary>A page; the search is for names and reasons.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="open">Only open ones, or only ended ones; null for all.</param>
    /// <param name="query">Which page.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<Experiment>> ReadAsync(
        string tenant, bool? open, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<Experiment>(
            session,
            "*",
            $"""
            FROM experiments WHERE tenant = @tenant AND (@open IS NULL OR (ended_at IS NULL) = @open)
                AND {ListRows.Matches("name", "reason")}
            """,
            s_fields,
            query,
            new { tenant, open }), cancellationToken);
}
