using System.Data.Common;
using Dapper;

namespace AssistantLoop.Storage;

/// <summary>One connection for one operation; where it writes, its transaction is open.</summary>
internal sealed class Session(DbConnection connection, TimeProvider time, CancellationToken cancellationToken)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values = null) =>
        (await connection.QueryAsync<T>(Command(sql, values))).AsList();

    public Task<T?> FindAsync<T>(string sql, object? values = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, values));

    public Task<T> SingleAsync<T>(string sql, object? values = null) =>
        connection.QuerySingleAsync<T>(Command(sql, values));

    public Task<int> ExecuteAsync(string sql, object? values = null) => connection.ExecuteAsync(Command(sql, values));

    public IAsyncEnumerable<T> StreamAsync<T>(string sql, object? values = null) =>
        connection.QueryUnbufferedAsync<T>(sql, values);

    /// <summary>A new id whose order is the order of creation.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    private CommandDefinition Command(string sql, object? values) =>
        new(sql, values, cancellationToken: cancellationToken);
}
