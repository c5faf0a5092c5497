using AssistantLoop.Storage.Audit;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage.Tests.Audit;

public sealed class AuditLogTests : StorageTest
{
    private const string Unlock = "DROP TRIGGER audit_is_not_edited; DROP TRIGGER audit_is_not_shortened; ";

    private AuditLog Log => new(Database);

    [Fact]
    public async Task A_log_that_nobody_touched_is_whole()
    {
        await WriteAsync(5);

        Assert.Null(await Log.VerifyAsync(Tenant, Token));
        Assert.Null(await Log.VerifyAsync(Other, Token));
        Assert.Equal([4L, 5L], (await Log.ReadAsync(Tenant, 3, 10, Token)).Select(entry => entry.Sequence));
    }

    [Theory]
    [InlineData("at", "'2026-03-01T09:00:00.0000001Z'")]
    [InlineData("actor", "'someone else'")]
    [InlineData("action", "'nothing'")]
    [InlineData("subject", "'another'")]
    [InlineData("details", "'{}'")]
    [InlineData("hash", "replace(hash, substr(hash, 1, 1), 'x')")]
    [InlineData("previous_hash", "replace(previous_hash, substr(previous_hash, 1, 1), 'x')")]
    public async Task An_edited_row_is_found_and_named(string column, string value)
    {
        await WriteAsync(5);
        Tamper($"{Unlock}UPDATE audit SET {column} = {value} WHERE sequence = 3");

        Assert.Equal(new AuditFault(3, "Audit row 3 is not as it was written."), await Log.VerifyAsync(Tenant, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_removed_row_is_found_and_named(int sequence)
    {
        await WriteAsync(5);
        Tamper($"{Unlock}DELETE FROM audit WHERE sequence = {sequence}");

        Assert.Equal(new AuditFault(sequence, $"Audit row {sequence} is missing."),
            await Log.VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task Rows_removed_from_the_end_are_found()
    {
        await WriteAsync(5);
        Tamper($"{Unlock}DELETE FROM audit WHERE sequence >= 4");

        Assert.Equal(new AuditFault(4, "Audit row 4 and what followed it were removed."),
            await Log.VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task Rows_in_another_order_are_found()
    {
        await WriteAsync(5);
        Tamper(Unlock + """
            UPDATE audit SET sequence = 99 WHERE sequence = 2;
            UPDATE audit SET sequence = 2 WHERE sequence = 4;
            UPDATE audit SET sequence = 4 WHERE sequence = 99
            """);

        Assert.Equal(2, (await Log.VerifyAsync(Tenant, Token))!.Sequence);
    }

    [Fact]
    public async Task A_row_moved_to_another_tenant_is_found()
    {
        await WriteAsync(1);
        Tamper($"{Unlock}UPDATE audit SET tenant = '{Other}'; UPDATE audit_heads SET tenant = '{Other}'");

        Assert.Equal(1, (await Log.VerifyAsync(Other, Token))!.Sequence);
    }

    [Fact]
    public async Task The_database_itself_refuses_an_edit()
    {
        await WriteAsync(1);

        var e = Assert.Throws<SqliteException>(() => Tamper("UPDATE audit SET actor = 'x'"));

        Assert.Contains("the audit log is append-only", e.Message, StringComparison.Ordinal);
        Assert.Throws<SqliteException>(() => Tamper("DELETE FROM audit"));
    }

    [Fact]
    public async Task Another_tenant_reads_none_of_the_rows()
    {
        await WriteAsync(2);

        Assert.Empty(await Log.ReadAsync(Other, 0, 10, Token));
    }

    private async Task WriteAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await Log.AppendAsync(Tenant, "owner", "signed-in", $"session-{i}", $$"""{"n":{{i}}}""", Token);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
