using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Documents;

/// <summary>The documents of a business and their passages.</summary>
public sealed class DocumentStore(Database database)
{
    /// <summary>Who changes documents, in the audit log: always the ingest, after a change in their folder.</summary>
    private const string Actor = "ingest";

    /// <summary>The tenant's documents by path.</summary>
    public Task<IReadOnlyList<Document>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Document>(
            "SELECT * FROM documents WHERE tenant = @tenant ORDER BY path", new { tenant }), cancellationToken);

    /// <summary>The document of a path, or null where the tenant has none.</summary>
    public Task<Document?> FindAsync(string tenant, string path, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Document>(
            "SELECT * FROM documents WHERE tenant = @tenant AND path = @path", new { tenant, path }), cancellationToken);

    /// <summary>
    /// Stores documents, each in place of the one of its path, in one transaction: a reader sees all as before or all as
    /// after.
    /// </summary>
    public Task ReplaceAsync(string tenant, IReadOnlyList<NewDocument> batch, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            foreach (var (document, passages) in batch)
            {
                await ReplaceAsync(session, tenant, document, passages);
            }

            return batch.Count;
        }, cancellationToken);

    /// <summary>
    /// Removes the documents of a collection that are not among <paramref name="paths"/>, with their passages.
    /// </summary>
    /// <returns>The paths removed.</returns>
    public Task<IReadOnlyList<string>> RemoveVanishedAsync(
        string tenant, string collection, IReadOnlyCollection<string> paths, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(async session =>
        {
            var stored = await session.ListAsync<string>(
                "SELECT path FROM documents WHERE tenant = @tenant AND collection = @collection ORDER BY path",
                new { tenant, collection });
            var vanished = stored.Except(paths, StringComparer.Ordinal).ToList();
            await RemoveAsync(session, tenant, vanished);
            return vanished;
        }, cancellationToken);

    /// <summary>Removes one document with its passages.</summary>
    /// <returns>False where the tenant has none of that path.</returns>
    public Task<bool> RemoveAsync(string tenant, string path, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var stored = await session.ListAsync<string>(
                "SELECT path FROM documents WHERE tenant = @tenant AND path = @path", new { tenant, path });
            await RemoveAsync(session, tenant, stored);
            return stored.Count > 0;
        }, cancellationToken);

    /// <summary>The tenant's passages in the order of path and place, such as for building another index.</summary>
    public Task<IReadOnlyList<StoredPassage>> PassagesAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredPassage>("""
            SELECT p.id, p.path, d.title, p.ordinal, p.title_path, p.text, p.anchor, p.page,
                d.source, d.language
            FROM passages p JOIN documents d ON d.tenant = p.tenant AND d.path = p.path
            WHERE p.tenant = @tenant ORDER BY p.path, p.ordinal
            """, new { tenant }), cancellationToken);

    /// <summary>The passage of that id, or null where the tenant has none.</summary>
    public Task<StoredPassage?> FindPassageAsync(string tenant, long passageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<StoredPassage>("""
            SELECT p.id, p.path, d.title, p.ordinal, p.title_path, p.text, p.anchor, p.page,
                d.source, d.language
            FROM passages p JOIN documents d ON d.tenant = p.tenant AND d.path = p.path
            WHERE p.tenant = @tenant AND p.id = @passageId
            """, new { tenant, passageId }), cancellationToken);

    /// <summary>Those of the passages that the tenant has, in no order.</summary>
    // CROSS JOIN: SQLite then keeps to this order of the tables.
    public Task<IReadOnlyList<StoredPassage>> FindPassagesAsync(
        string tenant, IReadOnlyCollection<long> passageIds, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<StoredPassage>("""
            SELECT p.id, p.path, d.title, p.ordinal, p.title_path, p.text, p.anchor, p.page,
                d.source, d.language
            FROM json_each(@ids) wanted CROSS JOIN passages p ON p.id = wanted.value
                CROSS JOIN documents d ON d.tenant = p.tenant AND d.path = p.path
            WHERE p.tenant = @tenant
            """, new { tenant, ids = JsonSerializer.Serialize(passageIds) }), cancellationToken);

    private static async Task ReplaceAsync(
        Session session, string tenant, Document document, IReadOnlyList<NewPassage> passages)
    {
        await session.ExecuteAsync("""
            INSERT INTO documents (tenant, path, title, content_hash, collection, media_type, source, language,
                metadata, updated_at)
            VALUES (@tenant, @Path, @Title, @ContentHash, @Collection, @MediaType, @Source, @Language, @Metadata, @Now)
            ON CONFLICT (tenant, path) DO UPDATE
            SET title = excluded.title, content_hash = excluded.content_hash, collection = excluded.collection,
                media_type = excluded.media_type, source = excluded.source, language = excluded.language,
                metadata = excluded.metadata, updated_at = excluded.updated_at;
            DELETE FROM passages WHERE tenant = @tenant AND path = @Path
            """,
            new
            {
                tenant,
                document.Path,
                document.Title,
                document.ContentHash,
                document.Collection,
                document.MediaType,
                document.Source,
                document.Language,
                document.Metadata,
                session.Now,
            });
        await AuditChain.AppendAsync(session, tenant, Actor, "document.stored", document.Path,
            new { document.ContentHash, passages = passages.Count });
        await session.ExecuteAsync("""
            INSERT INTO passages (tenant, path, ordinal, title_path, text, anchor, page, text_hash)
            VALUES (@tenant, @Path, @ordinal, @TitlePath, @Text, @Anchor, @Page, @TextHash)
            """,
            passages.Select((p, ordinal) => new
            {
                tenant,
                document.Path,
                ordinal,
                p.TitlePath,
                p.Text,
                p.Anchor,
                p.Page,
                TextHash = PassageTextHash.Of(p.TitlePath, p.Text),
            }));
    }

    private static async Task RemoveAsync(Session session, string tenant, IReadOnlyList<string> paths)
    {
        await session.ExecuteAsync("""
            DELETE FROM passages WHERE tenant = @tenant AND path = @path;
            DELETE FROM documents WHERE tenant = @tenant AND path = @path
            """, paths.Select(path => new { tenant, path }));
        foreach (var path in paths)
        {
            await AuditChain.AppendAsync(session, tenant, Actor, "document.removed", path, new { });
        }
    }
}
