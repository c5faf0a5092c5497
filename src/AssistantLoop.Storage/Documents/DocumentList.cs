using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Documents;

/// <summary>Lists documents for people to look through.</summary>
public sealed class DocumentList(Database database)
{
    private const string Passages = "(SELECT COUNT(*) FROM passages p WHERE p.tenant = d.tenant AND p.path = d.path)";

    private static readonly SortFields s_fields = new(
        "path", "d.path",
        ("path", "d.path"), ("title", "d.title"), ("collection", "d.collection"), ("passages", Passages), ("updatedAt", "d.updated_at"));

    /// <summary>A page; the search is for titles and paths.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="collection">Only that collection's; null for all.</param>
    /// <param name="query">Which page.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<ListedDocument>> ReadAsync(
        string tenant, string? collection, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<ListedDocument>(
            session,
            $"""
            d.path, d.title, d.collection, d.media_type AS kind, d.language, d.source, d.metadata, d.updated_at,
                {Passages} AS passages
            """,
            $"""
            FROM documents d WHERE d.tenant = @tenant AND (@collection IS NULL OR d.collection = @collection)
                AND {ListRows.Matches("d.title", "d.path")}
            """,
            s_fields,
            query,
            new { tenant, collection }), cancellationToken);
}

/// <summary>A document in a list.</summary>
public sealed record ListedDocument
{
    public required string Path { get; init; }

    public required string Title { get; init; }

    public required string Collection { get; init; }

    /// <summary>Its media type.</summary>
    public required string Kind { get; init; }

    public string? Language { get; init; }

    public string? Source { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>How many passages it was cut into.</summary>
    public required int Passages { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
