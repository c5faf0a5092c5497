using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Versions;

/// <summary>Lists versions, and what was decided on them, for people to look through.</summary>
public sealed class VersionList(Database database)
{
    private static readonly SortFields s_fields = new(
        "-number", "v.number", ("number", "v.number"), ("status", "v.status"), ("createdAt", "v.created_at"));

    private static readonly SortFields s_decisions = new(
        "-at", "a.sequence", ("at", "a.sequence"), ("version", "v.number"), ("action", "a.action"), ("actor", "a.actor"));

    /// <summary>A page; the search is for numbers, who decided and why.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="status">Only versions of that status; null for all.</param>
    /// <param name="query">Which page.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<AssistantVersion>> ReadAsync(
        string tenant, VersionStatus? status, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<AssistantVersion>(
            session,
            "v.*, (SELECT number FROM versions p WHERE p.tenant = v.tenant AND p.id = v.parent_id) AS parent_number",
            $"""
            FROM versions v WHERE v.tenant = @tenant AND (@status IS NULL OR v.status = @status)
                AND {ListRows.Matches("v.number", "v.decided_by", "v.reason")}
            """,
            s_fields,
            query,
            new { tenant, status = status?.Text() }), cancellationToken);

    /// <summary>A page of the decisions on versions, as the audit log has them.</summary>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<ListedDecision>> DecisionsAsync(string tenant, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<ListedDecision>(
            session,
            "a.sequence, v.number AS version, a.action, a.actor, a.at, json_extract(a.details, '$.reason') AS reason",
            $"""
            FROM versions v JOIN audit a ON a.tenant = v.tenant AND a.subject = v.id
            WHERE v.tenant = @tenant AND a.action LIKE 'version.%' AND {ListRows.Matches("a.action", "a.actor", "a.details")}
            """,
            s_decisions,
            query,
            new { tenant }), cancellationToken);
}

/// <summary>A decision on a version, in a list.</summary>
public sealed record ListedDecision
{
    /// <summary>The row's number in the audit log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The version's number.</summary>
    public required int Version { get; init; }

    /// <summary>What was done, such as "version.promoted".</summary>
    public required string Action { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }
}
