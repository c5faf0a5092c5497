namespace AssistantLoop.Storage.Business;

/// <summary>What answers were made by beside their prompts, a JSON object each; it goes with its message.</summary>
public sealed class AnswerTraces(Database database)
{
    /// <summary>Keeps an answer's trace; one that was erased meanwhile gets none.</summary>
    public Task KeepAsync(string tenant, Guid messageId, string trace, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO answer_traces (tenant, message_id, trace)
            SELECT tenant, id, @trace FROM messages WHERE tenant = @tenant AND id = @messageId
            ON CONFLICT (tenant, message_id) DO UPDATE SET trace = excluded.trace
            """, new { tenant, messageId, trace }), cancellationToken);

    /// <summary>An answer's trace; null where nothing was kept.</summary>
    public Task<string?> FindAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<string>(
            "SELECT trace FROM answer_traces WHERE tenant = @tenant AND message_id = @messageId",
            new { tenant, messageId }), cancellationToken);
}
