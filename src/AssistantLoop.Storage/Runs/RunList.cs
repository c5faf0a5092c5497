using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Runs;

/// <summary>Lists runs for people to look through.</summary>
public sealed class RunList(Database database)
{
    private static readonly SortFields s_fields = new(
        "-createdAt", "id", ("createdAt", "created_at"), ("endedAt", "ended_at"), ("state", "state"));

    /// <summary>A page; the search is for who asked, why, and what went wrong.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="state">Only runs in that state; null for all.</param>
    /// <param name="query">Which page.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<Run>> ReadAsync(string tenant, RunState? state, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<Run>(
            session,
            "*",
            $"""
            FROM runs WHERE tenant = @tenant AND (@state IS NULL OR state = @state)
                AND {ListRows.Matches("reason", "requested_by", "error")}
            """,
            s_fields,
            query,
            new { tenant, state = state?.Text() }), cancellationToken);
}
