using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage.Documents;

/// <summary>
/// Cuts text into words and reduces them to stems as SQLite's FTS5 does (unicode61 without diacritics, then Porter), so
/// that "returning" finds "return". It works in a database in memory and keeps nothing. Thread-safe.
/// </summary>
public sealed class WordStems : IDisposable
{
    /// <summary>How many words of a question are looked for.</summary>
    public const int MaxQueryWords = 64;

    // In the middle of an insertion nobody else may use the connection.
    private readonly Lock gate = new();
    private readonly SqliteConnection connection = new("Data Source=:memory:;Pooling=False");
    private readonly SqliteCommand begin;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand read;
    private readonly SqliteCommand rollback;

    public WordStems()
    {
        connection.Open();
        using (var create = Command("""
            CREATE VIRTUAL TABLE texts USING fts5 (a, b, tokenize = 'porter unicode61 remove_diacritics 2');
            CREATE VIRTUAL TABLE stems USING fts5vocab (texts, instance)
            """))
        {
            create.ExecuteNonQuery();
        }

        begin = Command("BEGIN");
        insert = Command("INSERT INTO texts (rowid, a, b) VALUES (@row, @a, @b)");
        insert.Parameters.Add("@row", SqliteType.Integer);
        insert.Parameters.Add("@a", SqliteType.Text);
        insert.Parameters.Add("@b", SqliteType.Text);
        read = Command("SELECT term, doc, col FROM stems");
        rollback = Command("ROLLBACK");
    }

    /// <summary>The stems of each passage with how often each stands in its title path and in its text.</summary>
    public IReadOnlyList<IReadOnlyList<StemCount>> Count(IReadOnlyList<(string TitlePath, string Text)> passages)
    {
        List<StemCount>[] counts = [.. passages.Select(_ => new List<StemCount>())];
        lock (gate)
        {
            begin.ExecuteNonQuery();
            try
            {
                for (var row = 0; row < passages.Count; row++)
                {
                    Insert(row, passages[row].TitlePath, passages[row].Text);
                }

                using var reader = read.ExecuteReader();
                while (reader.Read())
                {
                    Add(counts[reader.GetInt32(1)], reader.GetString(0), inTitle: reader.GetString(2) == "a");
                }
            }
            finally
            {
                rollback.ExecuteNonQuery();
            }
        }

        return counts;
    }

    /// <summary>The stems of a question, each once; at most <see cref="MaxQueryWords"/>, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Of(string text) =>
        [.. Count([("", text)])[0].Take(MaxQueryWords).Select(count => count.Stem)];

    /// <inheritdoc/>
    public void Dispose()
    {
        begin.Dispose();
        insert.Dispose();
        read.Dispose();
        rollback.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    // A NUL would end the text for SQLite.
    private void Insert(int row, string titlePath, string text)
    {
        insert.Parameters[0].Value = row;
        insert.Parameters[1].Value = titlePath.Replace('\0', ' ');
        insert.Parameters[2].Value = text.Replace('\0', ' ');
        insert.ExecuteNonQuery();
    }

    // The rows come by stem, so the occurrences of a stem in a passage follow one another.
    private static void Add(List<StemCount> counts, string stem, bool inTitle)
    {
        var more = new StemCount(stem, inTitle ? 1 : 0, inTitle ? 0 : 1);
        if (counts.Count > 0 && counts[^1].Stem == stem)
        {
            counts[^1] = new(stem, counts[^1].InTitle + more.InTitle, counts[^1].InText + more.InText);
        }
        else
        {
            counts.Add(more);
        }
    }
}
