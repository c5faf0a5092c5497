using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AssistantLoop.Storage;

/// <summary>
/// A transaction that holds the write lock from its begin. It waits for the lock by itself because SQLite's own wait
/// may sleep whole seconds (builds without usleep, as the bundled one), holds a thread and cannot be cancelled.
/// </summary>
internal static class WriteTransaction
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task BeginAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var pause = 1;
        int code;
        while ((code = raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE")) == raw.SQLITE_BUSY
            && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(pause, cancellationToken);
            pause = Math.Min(pause * 2, 16);
        }

        SqliteException.ThrowExceptionForRC(code, connection.Handle);
    }

    public static void Commit(SqliteConnection connection) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, "COMMIT"), connection.Handle);

    /// <summary>Undoes what an error has not undone already.</summary>
    public static void Rollback(SqliteConnection connection)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            _ = raw.sqlite3_exec(connection.Handle, "ROLLBACK");
        }
    }
}
