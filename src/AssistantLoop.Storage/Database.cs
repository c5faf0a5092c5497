using AssistantLoop.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage;

/// <summary>
/// The product's one database, <c>assistantloop.db</c> in the data folder. Every read takes a connection of its
/// own and writes take turns, so the object is safe to share between threads, and several processes may open the same folder. What a store
/// method has returned from survives the death of the process and of the machine (write-ahead log, synchronous FULL).
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>The database's file name in the data folder.</summary>
    public const string FileName = "assistantloop.db";

    private readonly string connectionString;

    // One writer at a time is SQLite's rule. This process's writers take turns here, in order and without polling, on one
    // connection that stays open.
    private readonly SemaphoreSlim writers = new(1);
    private SqliteConnection? writer;

    private Database(string dataFolder, TimeProvider time)
    {
        DataFolder = dataFolder;
        FilePath = Path.Combine(dataFolder, FileName);
        Time = time;
        connectionString = new SqliteConnectionStringBuilder { DataSource = FilePath }.ToString();
    }

    /// <summary>The data folder, absolute.</summary>
    public string DataFolder { get; }

    /// <summary>The database file, absolute.</summary>
    public string FilePath { get; }

    /// <summary>The clock of every time that the stores write or compare.</summary>
    public TimeProvider Time { get; }

    /// <summary>Opens the data folder, creating it and bringing the schema up to date where needed.</summary>
    /// <exception cref="StorageException">
    /// The folder cannot be written, the file is no database, or a newer program wrote it.
    /// </exception>
    public static async Task<Database> OpenAsync(
        string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        SqlMapping.Register();
        var database = new Database(Path.GetFullPath(dataFolder), time);
        try
        {
            Directory.CreateDirectory(database.DataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(database.DataFolder, $"the data folder cannot be written: {e.Message}", e);
        }

        await database.ReadAsync(session => session.ExecuteAsync("PRAGMA journal_mode = WAL"), cancellationToken);
        await database.WriteAsync(session => Migrator.RunAsync(session, database.FilePath), cancellationToken);
        return database;
    }

    /// <summary>Closes the pooled connections, so that the files may be moved or deleted.</summary>
    public void Dispose()
    {
        writer?.Dispose();
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        writers.Dispose();
    }

    internal Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            await using var connection = await ConnectAsync(cancellationToken);
            return await read(new Session(connection, Time, cancellationToken));
        });

    /// <summary>
    /// One write transaction, begun with the write lock so that what it read is still true when it writes.
    /// </summary>
    internal Task<T> WriteAsync<T>(Func<Session, Task<T>> write, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            await writers.WaitAsync(cancellationToken);
            try
            {
                var connection = writer ??= await ConnectWriterAsync(cancellationToken);
                await WriteTransaction.BeginAsync(connection, cancellationToken);
                try
                {
                    var result = await write(new Session(connection, Time, cancellationToken));
                    WriteTransaction.Commit(connection);
                    return result;
                }
                finally
                {
                    WriteTransaction.Rollback(connection);
                }
            }
            finally
            {
                writers.Release();
            }
        });

    /// <summary>
    /// Rebuilds the file and empties the write-ahead log, so that nothing of deleted rows is left in either.
    /// </summary>
    /// <returns>
    /// False where readers of another process held the log for the whole time-out; it is emptied at a later try.
    /// </returns>
    internal Task<bool> ScrubAsync(CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            await writers.WaitAsync(cancellationToken);
            try
            {
                var connection = writer ??= await ConnectWriterAsync(cancellationToken);
                var session = new Session(connection, Time, cancellationToken);
                await session.ExecuteAsync("VACUUM");
                for (var tries = 0; tries < 50; tries++)
                {
                    if (await session.SingleAsync<int>("PRAGMA wal_checkpoint(TRUNCATE)") == 0)
                    {
                        return true;
                    }

                    await Task.Delay(100, cancellationToken);
                }

                return false;
            }
            finally
            {
                writers.Release();
            }
        });

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<SqliteConnection> ConnectWriterAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            connection.CreateFunction<string, string, byte[]>("passage_text_hash", PassageTextHash.Of);
            await new Session(connection, Time, cancellationToken)
                .ExecuteAsync("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (SqliteException e) when (ProblemOf(e.SqliteErrorCode) is { } problem)
        {
            throw new StorageException(FilePath, problem, e);
        }
    }

    private static string? ProblemOf(int sqliteErrorCode) => sqliteErrorCode switch
    {
        5 => "the database stayed locked by another process",
        8 => "the database cannot be written: it is read-only for this user",
        10 => "the disk reported an error while reading or writing",
        11 => "the database file is damaged",
        13 => "the disk is full",
        14 => "the database cannot be opened or created here",
        26 => "the file is not a database",
        _ => null,
    };
}
