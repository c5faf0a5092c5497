using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;
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

    [Fact]
    public async Task The_newest_rows_come_first_page_by_page_and_by_what_is_asked_for()
    {
        await Log.AppendAsync(Tenant, "anna", "version.promoted", "v1", "{}", Token);
        await Log.AppendAsync(Tenant, "ben", "version.retired", "v2", "{}", Token);
        await Log.AppendAsync(Tenant, "anna", "run.ended", "r1", "{}", Token);
        await Log.AppendAsync(Other, "anna", "version.promoted", "v1", "{}", Token);

        async Task<IEnumerable<long>> RowsAsync(AuditFilter filter, int page = 1, string? search = null) =>
            (await Log.PageAsync(Tenant, filter, new() { Page = page, PageSize = 2, Search = search }, Token)).Items.Select(entry => entry.Sequence);

        Assert.Equal([3, 2], await RowsAsync(new()));
        Assert.Equal([1], await RowsAsync(new(), page: 2));
        Assert.Equal([2, 1], await RowsAsync(new(Action: "version.")));
        Assert.Equal([1], await RowsAsync(new(Action: "version.", Actor: "anna")));
        Assert.Equal([3], await RowsAsync(new(Subject: "r1")));
        Assert.Empty(await RowsAsync(new(Action: "%")));
        Assert.Empty(await RowsAsync(new(), search: "%"));
        Assert.Equal([2], await RowsAsync(new(), search: "RETIRED"));
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
    public async Task Any_column_of_any_row_changed_to_anything_is_found()
    {
        const int Rows = 4;
        string[] columns = ["tenant", "sequence", "at", "actor", "action", "subject", "details", "previous_hash", "hash"];
        string[] values =
            ["''", "'x'", "0", "-1", "2.5", "X'00'", "CAST({0} AS BLOB)", "{0} || ' '", "(SELECT {0} FROM audit WHERE tenant = 'spare')"];
        await WriteAsync(Rows);
        Tamper(Unlock + """
            INSERT INTO audit SELECT 'spare', 99, '2026-03-01T09:00:00.0000001Z', 'a', 'b', 'c', 'd', 'e', 'f';
            CREATE TABLE kept AS SELECT * FROM audit
            """);
        for (var row = 1; row <= Rows; row++)
        {
            // A number with a space behind it is stored as the number: no change.
            foreach (var (column, value) in columns.SelectMany(column => values.Select(value => (column, value)))
                .Where(change => change != ("sequence", "{0} || ' '")))
            {
                var expression = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, column);
                Tamper($"UPDATE audit SET {column} = {expression} WHERE tenant = '{Tenant}' AND sequence = {row}");

                var fault = await Log.VerifyAsync(Tenant, Token);

                Assert.True(fault is not null, $"row {row}, {column} = {expression}");
                Tamper("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept");
                Assert.Null(await Log.VerifyAsync(Tenant, Token));
            }
        }
    }

    [Fact]
    public async Task Any_two_rows_swapped_are_found()
    {
        const int Rows = 5;
        await WriteAsync(Rows);
        Tamper(Unlock);
        for (var a = 1; a <= Rows; a++)
        {
            for (var b = a + 1; b <= Rows; b++)
            {
                Swap(a, b);
                Assert.Equal(a, (await Log.VerifyAsync(Tenant, Token))?.Sequence);
                Swap(a, b);
                Assert.Null(await Log.VerifyAsync(Tenant, Token));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task An_inserted_row_is_found_wherever_it_is(int sequence)
    {
        await WriteAsync(5);
        Tamper($"""
            INSERT INTO audit SELECT tenant, {sequence}, at, actor, action, subject, details, hash, hash
            FROM audit WHERE sequence = 5
            """);

        Assert.NotNull(await Log.VerifyAsync(Tenant, Token));
    }

    [Theory]
    [InlineData("DELETE FROM audit_heads")]
    [InlineData("UPDATE audit_heads SET sequence = 4")]
    [InlineData("UPDATE audit_heads SET sequence = 6")]
    [InlineData("UPDATE audit_heads SET hash = 'x'")]
    public async Task A_changed_head_is_found(string change)
    {
        await WriteAsync(5);
        Tamper(change);

        Assert.NotNull(await Log.VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_log_removed_whole_is_found_by_what_it_should_tell_of()
    {
        var versions = new VersionStore(Database);
        var version = await versions.AddAsync(
            Tenant, new NewVersion { BaseHash = "b", PromptHash = "p", StyleHash = "s" }, "owner", null, Token);
        Tamper($"{Unlock}CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE head AS SELECT * FROM audit_heads");
        await versions.PromoteAsync(Tenant, version.Id, "owner", "better", null, Token);
        Assert.Null(await Log.VerifyAsync(Tenant, Token));

        Tamper("DELETE FROM audit; DELETE FROM audit_heads");
        Assert.Equal("No audit row tells how version 1 was made: rows were removed.", (await Log.VerifyAsync(Tenant, Token))?.Problem);

        Tamper("INSERT INTO audit SELECT * FROM kept; INSERT INTO audit_heads SELECT * FROM head");
        Assert.Equal("No audit row tells of promotion 1: rows were removed.", (await Log.VerifyAsync(Tenant, Token))?.Problem);
    }

    [Fact]
    public async Task A_chain_that_was_recomputed_is_found_by_a_head_noted_elsewhere()
    {
        await WriteAsync(3);
        var noted = (await Log.HeadAsync(Tenant, Token))!;
        await WriteAsync(2);
        Assert.Null(await Log.VerifyAsync(Tenant, Token, noted));

        Tamper($"{Unlock}DELETE FROM audit; DELETE FROM audit_heads");
        await WriteAsync(5, actor: "forger");

        Assert.Null(await Log.VerifyAsync(Tenant, Token));
        Assert.Equal(3, (await Log.VerifyAsync(Tenant, Token, noted))?.Sequence);
    }

    [Fact]
    public async Task A_log_that_was_cut_short_is_found_by_a_head_noted_elsewhere()
    {
        await WriteAsync(3);
        Tamper($"{Unlock}CREATE TABLE head AS SELECT * FROM audit_heads");
        await WriteAsync(2);
        var noted = (await Log.HeadAsync(Tenant, Token))!;
        Tamper("DELETE FROM audit WHERE sequence > 3; DELETE FROM audit_heads; INSERT INTO audit_heads SELECT * FROM head");

        Assert.Null(await Log.VerifyAsync(Tenant, Token));
        Assert.Equal(new AuditFault(4, "The log ends at row 3, before row 5 that was noted: rows were removed."),
            await Log.VerifyAsync(Tenant, Token, noted));
    }

    [Fact]
    public async Task Another_tenant_reads_none_of_the_rows()
    {
        await WriteAsync(2);

        Assert.Empty(await Log.ReadAsync(Other, 0, 10, Token));
    }

    private void Swap(int a, int b) => Tamper($"""
        UPDATE audit SET sequence = 99 WHERE sequence = {a};
        UPDATE audit SET sequence = {a} WHERE sequence = {b};
        UPDATE audit SET sequence = {b} WHERE sequence = 99
        """);

    private async Task WriteAsync(int count, string actor = "owner")
    {
        for (var i = 1; i <= count; i++)
        {
            await Log.AppendAsync(Tenant, actor, "signed-in", $"session-{i}", $$"""{"n":{{i}}}""", Token);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
