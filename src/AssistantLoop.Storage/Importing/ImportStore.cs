using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Importing;

/// <summary>
/// Imported files and their rows. A row is stored once, whatever files hold it, so an import may be cut off anywhere
/// and begun again.
/// </summary>
public sealed class ImportStore(Database database)
{
    /// <summary>Begins an import, or goes on with the one of the same bytes that was not undone.</summary>
    public Task<ImportRecord> BeginAsync(
        string tenant, string fileName, string sha256, string author, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("""
                INSERT INTO imports (tenant, id, file_name, sha256, author, started_at)
                VALUES (@tenant, @id, @fileName, @sha256, @author, @Now)
                ON CONFLICT (tenant, sha256) WHERE undone_at IS NULL DO NOTHING
                """, new { tenant, id = session.NewId(), fileName, sha256, author, session.Now });
            return await session.SingleAsync<ImportRecord>(
                "SELECT * FROM imports WHERE tenant = @tenant AND sha256 = @sha256 AND undone_at IS NULL",
                new { tenant, sha256 });
        }, cancellationToken);

    /// <summary>
    /// Adds a batch in one transaction. A row that an undone import brought comes back with this one.
    /// </summary>
    /// <returns>How many rows are new.</returns>
    /// <exception cref="ConflictException">The import was undone meanwhile.</exception>
    public Task<int> AddAsync(
        string tenant, Guid importId, string author, IReadOnlyList<NewImportedRow> rows,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            if ((await RequireAsync(session, tenant, importId)).UndoneAt is not null)
            {
                throw new ConflictException($"Import {importId} was undone while it ran.");
            }

            var prompts = rows.Select(row => row.Prompt).Distinct().ToDictionary(text => text, PromptStore.HashOf);
            await session.ExecuteAsync("""
                INSERT INTO prompts (tenant, hash, content, created_at) VALUES (@tenant, @hash, @content, @Now)
                ON CONFLICT (tenant, hash) DO NOTHING
                """, prompts.Select(prompt => new { tenant, hash = prompt.Value, content = prompt.Key, session.Now }));
            return await session.ExecuteAsync("""
                INSERT INTO imported_rows (tenant, id, import_id, line, content_hash, kind, conversation_id,
                    prompt_hash, chosen, rejected, author, created_at)
                VALUES (@tenant, @id, @importId, @Line, @ContentHash, @kind, @ConversationId, @promptHash, @Chosen,
                    @Rejected, @author, @Now)
                ON CONFLICT (tenant, content_hash) DO UPDATE SET import_id = excluded.import_id, line = excluded.line,
                    author = excluded.author, created_at = excluded.created_at, used_at = NULL, retired_at = NULL
                WHERE retired_at IS NOT NULL
                """, rows.Select(row => new
            {
                tenant,
                id = session.NewId(),
                importId,
                row.Line,
                row.ContentHash,
                kind = row.Kind.Text(),
                row.ConversationId,
                promptHash = prompts[row.Prompt],
                row.Chosen,
                row.Rejected,
                author,
                session.Now,
            }));
        }, cancellationToken);

    /// <summary>How many of some rows are there already; what a trial run tells.</summary>
    public Task<int> CountKnownAsync(
        string tenant, IReadOnlyList<string> contentHashes, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.SingleAsync<int>("""
            SELECT COUNT(*) FROM imported_rows
            WHERE tenant = @tenant AND retired_at IS NULL AND content_hash IN (SELECT value FROM json_each(@hashes))
            """, new { tenant, hashes = System.Text.Json.JsonSerializer.Serialize(contentHashes) }), cancellationToken);

    /// <summary>
    /// Ends an import. Where the file had been imported whole before and nothing was new, nothing is written.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="importId">The import.</param>
    /// <param name="totals">What came of its lines this time.</param>
    /// <param name="problems">The first problems, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing is written.</param>
    public Task<ImportRecord> EndAsync(
        string tenant, Guid importId, ImportTotals totals, string problems, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var before = await RequireAsync(session, tenant, importId);
            if (before.EndedAt is not null && totals.Added == 0)
            {
                return before;
            }

            // What an earlier, cut-off try added counts too.
            var added = await session.SingleAsync<int>(
                "SELECT COUNT(*) FROM imported_rows WHERE tenant = @tenant AND import_id = @importId",
                new { tenant, importId });
            var known = Math.Max(0, totals.Known + totals.Added - added);
            await session.ExecuteAsync("""
                UPDATE imports SET ended_at = @Now, lines = @Lines, added = @added, known = @known, refused = @Refused,
                    problems = @problems
                WHERE tenant = @tenant AND id = @importId
                """, new { tenant, importId, totals.Lines, added, known, totals.Refused, problems, session.Now });
            await AuditChain.AppendAsync(session, tenant, before.Author, "file.imported", importId.ToString(),
                new { before.Sha256, totals.Lines, added, known, totals.Refused });
            return await RequireAsync(session, tenant, importId);
        }, cancellationToken);

    /// <summary>The tenant's imports, the newest first.</summary>
    public Task<IReadOnlyList<ImportRecord>> ListAsync(
        string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<ImportRecord>(
            "SELECT * FROM imports WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit", new { tenant, limit }),
            cancellationToken);

    /// <summary>Takes all rows of an import out of training.</summary>
    /// <exception cref="NotFoundException">The tenant has no such import.</exception>
    /// <exception cref="ConflictException">It was undone before.</exception>
    public Task<ImportRecord> UndoAsync(
        string tenant, Guid importId, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            if ((await RequireAsync(session, tenant, importId)).UndoneAt is { } undone)
            {
                throw new ConflictException($"Import {importId} was undone at {undone.Text()} already.");
            }

            var retired = await session.ExecuteAsync("""
                UPDATE imported_rows SET retired_at = @Now
                WHERE tenant = @tenant AND import_id = @importId AND retired_at IS NULL
                """, new { tenant, importId, session.Now });
            await session.ExecuteAsync("""
                UPDATE imports SET undone_at = @Now, undone_by = @by WHERE tenant = @tenant AND id = @importId
                """, new { tenant, importId, by, session.Now });
            await AuditChain.AppendAsync(
                session, tenant, by, "import.undone", importId.ToString(), new { rows = retired });
            return await RequireAsync(session, tenant, importId);
        }, cancellationToken);

    private static async Task<ImportRecord> RequireAsync(Session session, string tenant, Guid importId) =>
        await session.FindAsync<ImportRecord>(
            "SELECT * FROM imports WHERE tenant = @tenant AND id = @importId", new { tenant, importId })
            ?? throw new NotFoundException("import", importId.ToString(), tenant);
}
