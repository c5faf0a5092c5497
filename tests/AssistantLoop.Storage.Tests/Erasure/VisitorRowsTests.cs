using Dapper;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage.Tests.Erasure;

public sealed class VisitorRowsTests : StorageTest
{
    /// <summary>
    /// Erasing deletes conversations and lets the rest follow. A table of a later migration that names a message or a
    /// conversation must follow too, or stand here with the reason why it holds nothing of a visitor.
    /// </summary>
    [Fact]
    public void Whatever_hangs_on_a_message_or_a_conversation_goes_with_it()
    {
        string[] exempt = ["imported_rows"]; // Their conversations are of files; no visitor is known.
        using var connection = new SqliteConnection($"Data Source={Database.FilePath};Pooling=False");
        connection.Open();
        var loose =
            from table in connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToList()
            where !exempt.Contains(table)
            from column in connection.Query<(long, string Name)>($"PRAGMA table_info({table})").ToList()
            where column.Name is "message_id" or "conversation_id"
            where !connection.Query<Reference>($"PRAGMA foreign_key_list({table})")
                .Any(reference => reference.From == column.Name && reference.On_delete == "CASCADE")
            select $"{table}.{column.Name}";
        Assert.Empty(loose);
    }

    private sealed record Reference
    {
        public string From { get; init; } = "";
        public string On_delete { get; init; } = "";
    }
}
