using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Actions;

/// <summary>Which secrets sign what is sent to the webhooks of actions. The secrets themselves are not stored.</summary>
public sealed class ActionSecretStore(Database database)
{
    /// <summary>The generation of an action's secret: 1 until it is rotated.</summary>
    public Task<ActionSecretGeneration> ReadAsync(string tenant, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAsync(session, tenant, name), cancellationToken);

    /// <summary>Goes on to the next secret; the one before signs too for a time.</summary>
    public Task<ActionSecretGeneration> RotateAsync(
        string tenant, string name, TimeSpan grace, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                INSERT INTO action_secrets (tenant, name, generation, previous_until) VALUES (@tenant, @name, 2, @until)
                ON CONFLICT (tenant, name) DO UPDATE SET generation = generation + 1, previous_until = excluded.previous_until
                """, new { tenant, name, until = session.Now + grace });
            await AuditChain.AppendAsync(
                session, tenant, by, "action.secret-rotated", name, new { graceSeconds = (long)grace.TotalSeconds });
            return await ReadAsync(session, tenant, name);
        }, cancellationToken);

    private static async Task<ActionSecretGeneration> ReadAsync(Session session, string tenant, string name) =>
        await session.FindAsync<ActionSecretGeneration>(
            "SELECT generation, previous_until FROM action_secrets WHERE tenant = @tenant AND name = @name", new { tenant, name })
        ?? new() { Generation = 1 };
}

/// <summary>Which of an action's secrets sign.</summary>
public sealed record ActionSecretGeneration
{
    /// <summary>The newest, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>Until when the one before signs too; null where there is none.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }
}
