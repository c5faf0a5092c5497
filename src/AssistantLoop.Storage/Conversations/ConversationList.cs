using AssistantLoop.Storage.Lists;

namespace AssistantLoop.Storage.Conversations;

/// <summary>Lists conversations for people to look through.</summary>
public sealed class ConversationList(Database database)
{
    private const string Messages =
        "(SELECT COUNT(*) FROM messages m WHERE m.tenant = c.tenant AND m.conversation_id = c.id)";

    private static readonly SortFields s_fields = new(
        "-updatedAt", "c.id", ("updatedAt", "c.updated_at"), ("createdAt", "c.created_at"), ("messages", Messages));

    /// <summary>A page; the search is for what was said.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="by">Who answers; null for whoever.</param>
    /// <param name="people">Whether only those are wanted that a person answers, or is to.</param>
    /// <param name="query">What of the list.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public Task<ListPage<ListedConversation>> ReadAsync(
        string tenant, HandledBy? by, bool people, ListQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ListRows.ReadAsync<ListedConversation>(
            session,
            $"""
            c.id, c.created_at, c.updated_at, c.handled_by, c.agent, {Messages} AS messages,
                (SELECT text FROM messages m WHERE m.tenant = c.tenant AND m.conversation_id = c.id AND m.role = 'user'
                    ORDER BY m.sequence LIMIT 1) AS question
            """,
            $"""
            FROM conversations c WHERE c.tenant = @tenant AND (@by IS NULL OR c.handled_by = @by)
                AND (NOT @people OR c.handled_by <> 'assistant') AND (@search IS NULL OR EXISTS (SELECT 1 FROM messages m
                WHERE m.tenant = c.tenant AND m.conversation_id = c.id AND {ListRows.Matches("m.text")}))
            """,
            s_fields,
            query,
            new { tenant, by = by?.Text(), people }), cancellationToken);
}

/// <summary>A conversation in a list.</summary>
public sealed record ListedConversation
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What was asked first; null where nothing was yet.</summary>
    public string? Question { get; init; }

    public required int Messages { get; init; }

    /// <summary>Who answers.</summary>
    public required HandledBy HandledBy { get; init; }

    /// <summary>The agent who does; null where none does.</summary>
    public string? Agent { get; init; }
}
