using System.Globalization;

namespace AssistantLoop.Storage;

/// <summary>
/// Applies the numbered scripts of Migrations/ that the database lacks, forward only, all within the caller's write
/// transaction: a second process that opens the same file waits, and a script that fails leaves the schema as it was.
/// </summary>
internal static class Migrator
{
    private const string Prefix = "AssistantLoop.Storage.Migrations.";

    /// <returns>The schema's version after the call.</returns>
    public static async Task<int> RunAsync(Session session, string databasePath)
    {
        await session.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS schema_versions (
                version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)
            """);
        var current = await session.SingleAsync<int>("SELECT COALESCE(MAX(version), 0) FROM schema_versions");
        var scripts = Scripts();
        var known = scripts[^1].Version;
        if (current > known)
        {
            throw new StorageException(databasePath,
                $"a newer AssistantLoop wrote this database (schema {current}, this program knows {known}); " +
                "use the newer program or another data folder");
        }

        foreach (var script in scripts.Where(s => s.Version > current))
        {
            await session.ExecuteAsync(script.Read());
            await session.ExecuteAsync("INSERT INTO schema_versions VALUES (@Version, @Name, @Now)",
                new { script.Version, script.Name, session.Now });
        }

        return known;
    }

    private static List<Script> Scripts() =>
        typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => new Script(int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name))
            .OrderBy(script => script.Version)
            .ToList();

    private sealed record Script(int Version, string Name)
    {
        public string Read()
        {
            using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(Name)
                ?? throw new InvalidOperationException($"The program lacks its migration {Name}.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
