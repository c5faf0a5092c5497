using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Business;

/// <summary>A tenant's edited content, each save a revision of its own. The text is checked by whoever saves it.</summary>
public sealed class BusinessContentStore(Database database)
{
    private const string Columns = "kind, revision, yaml, hash, author, at";

    /// <summary>Saves a text as the kind's newest revision.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="yaml">The text.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="author">Who saves it.</param>
    /// <param name="after">The revision that was edited, 0 for none; null: whichever is newest.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    /// <exception cref="ConflictException">Somebody saved another revision since.</exception>
    public Task<ContentRevision> SaveAsync(
        string tenant, string kind, string yaml, string hash, string author, int? after, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var newest = await NewestAsync(session, tenant, kind);
            if (after is { } edited && edited != (newest?.Revision ?? 0))
            {
                throw new ConflictException(
                    $"Revision {newest?.Revision ?? 0} of {kind} is the newest by now, saved by {newest?.Author ?? "nobody"}; " +
                    $"{edited} was edited. Read it again and save your change on top.");
            }

            await session.ExecuteAsync("""
                INSERT INTO business_content (tenant, kind, revision, yaml, hash, author, at)
                VALUES (@tenant, @kind, @revision, @yaml, @hash, @author, @Now)
                """, new { tenant, kind, revision = (newest?.Revision ?? 0) + 1, yaml, hash, author, session.Now });
            var saved = (await NewestAsync(session, tenant, kind))!;
            await AuditChain.AppendAsync(
                session, tenant, author, "content.saved", kind, new { saved.Revision, saved.Hash });
            return saved;
        }, cancellationToken);

    /// <summary>The newest revision of each kind.</summary>
    public Task<IReadOnlyList<ContentRevision>> CurrentAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ContentRevision>($"""
            SELECT {Columns} FROM business_content c WHERE tenant = @tenant AND revision =
                (SELECT MAX(revision) FROM business_content n WHERE n.tenant = c.tenant AND n.kind = c.kind)
            ORDER BY kind
            """, new { tenant }), cancellationToken);

    /// <summary>How many revisions there are: another number means that something was saved.</summary>
    public Task<int> CountAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<int>(
            "SELECT COUNT(*) FROM business_content WHERE tenant = @tenant", new { tenant }), cancellationToken);

    /// <summary>A revision of a kind, the newest for null; null where there is none.</summary>
    public Task<ContentRevision?> FindAsync(string tenant, string kind, int? revision, CancellationToken cancellationToken) =>
        database.ReadAsync(session => revision is null
            ? NewestAsync(session, tenant, kind)
            : session.FindAsync<ContentRevision>(
                $"SELECT {Columns} FROM business_content WHERE tenant = @tenant AND kind = @kind AND revision = @revision",
                new { tenant, kind, revision }), cancellationToken);

    /// <summary>A kind's revisions, the newest first.</summary>
    public Task<IReadOnlyList<ContentRevision>> HistoryAsync(
        string tenant, string kind, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ContentRevision>(
            $"SELECT {Columns} FROM business_content WHERE tenant = @tenant AND kind = @kind ORDER BY revision DESC LIMIT @limit",
            new { tenant, kind, limit }), cancellationToken);

    /// <summary>Whether a hash is that of a style which was edited and saved.</summary>
    public Task<bool> IsSavedStyleAsync(string tenant, string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<bool>("""
            SELECT EXISTS (SELECT 1 FROM business_content
                WHERE tenant = @tenant AND hash = @hash AND substr(kind, 1, 7) = 'styles/')
            """, new { tenant, hash }), cancellationToken);

    private static Task<ContentRevision?> NewestAsync(Session session, string tenant, string kind) =>
        session.FindAsync<ContentRevision>($"""
            SELECT {Columns} FROM business_content WHERE tenant = @tenant AND kind = @kind ORDER BY revision DESC LIMIT 1
            """, new { tenant, kind });
}
