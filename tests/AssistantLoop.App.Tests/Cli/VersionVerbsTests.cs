using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.App.Tests.Cli;

public sealed class VersionVerbsTests : IAsyncLifetime
{
    private const string Tenant = "alder-finch";

    private readonly string _data = Directory.CreateTempSubdirectory("assistantloop-verbs").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using Database database = await Database.OpenAsync(_data, TimeProvider.System, Stop);
        VersionStore versions = new(database);
        NewVersion made = new() { BaseHash = "base-hash-of-12", PromptHash = "p", StyleHash = "s" };
        AssistantVersion first = await versions.AddAsync(Tenant, made, "test", null, Stop);
        await versions.PromoteAsync(Tenant, first.Id, "test", "first", null, Stop);
        AssistantVersion second = await versions.AddAsync(Tenant, made with { ParentId = first.Id }, "test", null, Stop);
        await versions.PromoteAsync(Tenant, second.Id, "test", "second", null, Stop);
        AssistantVersion third = await versions.AddAsync(Tenant, made with { ParentId = second.Id }, "test", null, Stop);
        await versions.RejectAsync(Tenant, third.Id, "gate", "lost", null, Stop);
        await versions.AddAsync(Tenant, made with { ParentId = second.Id }, "test", null, Stop);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Experiments_start_show_stop_and_refuse_a_second_one()
    {
        Assert.Contains("version 4 on 10 % of the visitors beside version 2; open", await OkAsync("experiment", "start", "4", "--share", "10"), StringComparison.Ordinal);
        await BadAsync("Experiment 1 (version 4) is open", "experiment", "start", "4", "--share", "10");
        Assert.Contains("GoOn", await OkAsync("experiment", "show", "1"), StringComparison.Ordinal);
        Assert.Contains("open", await OkAsync("experiment", "list"), StringComparison.Ordinal);
        Assert.Contains("stopped: enough", await OkAsync("experiment", "stop", "--reason", "enough"), StringComparison.Ordinal);
        await BadAsync("No experiment is open.", "experiment", "stop");
        await BadAsync("share must be from 0 to 100 percent; given: 120", "experiment", "start", "4", "--share", "120");
        await BadAsync("version 3 was rejected by the gate", "experiment", "start", "3", "--share", "10");
    }

    [Fact]
    public async Task The_gate_is_overridden_with_a_reason_and_a_retired_version_stays_out()
    {
        await BadAsync("Version 3 is rejected (lost)", "promote", "3");
        await BadAsync("An override of the gate needs a reason.", "promote", "3", "--override");
        Assert.Contains("Version 3 serves.", await OkAsync("promote", "3", "--override", "--reason", "we know"), StringComparison.Ordinal);
        Assert.Contains("Version 2 serves.", await OkAsync("rollback"), StringComparison.Ordinal);
        Assert.Contains("Version 4 is retired.", await OkAsync("versions", "retire", "4", "--reason", "erased"), StringComparison.Ordinal);
        await BadAsync("Version 4 was retired (erased)", "promote", "4");
    }

    [Fact]
    public async Task Lineage_is_written_as_text_and_as_a_chart()
    {
        string text = await OkAsync("versions", "lineage");
        Assert.Contains("Version 3 (rejected) from version 2", text, StringComparison.Ordinal);
        Assert.Contains("version.rejected by gate: lost", text, StringComparison.Ordinal);
        Assert.Contains("  v2 --> v3\n", await OkAsync("versions", "lineage", "--mermaid"), StringComparison.Ordinal);
        Assert.Contains("conversation", await OkAsync("lineage", "version", "1"), StringComparison.Ordinal);
        await BadAsync("There is no conversation", "lineage", "conversation", Guid.NewGuid().ToString());
        Assert.Contains("Drift: too-little", await OkAsync("drift"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_is_verified_and_a_changed_row_ends_with_exit_code_1()
    {
        string head = (await OkAsync("audit", "head")).Trim();
        Assert.Contains("The log is whole", await OkAsync("audit", "verify", "--head", head), StringComparison.Ordinal);
        Assert.Contains("version.promoted", await OkAsync("audit", "list", "--after", "1"), StringComparison.Ordinal);
        await BadAsync("head must be NUMBER:HASH", "audit", "verify", "--head", "7");
        await using (SqliteConnection connection = new($"Data Source={Path.Combine(_data, Database.FileName)};Pooling=False"))
        {
            await connection.OpenAsync(Stop);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER audit_is_not_edited; UPDATE audit SET actor = 'nobody' WHERE sequence = 2";
            await command.ExecuteNonQueryAsync(Stop);
        }

        (int code, string output, _) = await RunAsync("audit", "verify", "--json");

        Assert.Equal(1, code);
        Assert.Contains("Audit row 2 is not as it was written.", output, StringComparison.Ordinal);
    }

    private async Task<string> OkAsync(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code} {error}");
        return output;
    }

    private async Task BadAsync(string problem, params string[] arguments)
    {
        (int code, _, string error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(problem, error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(error.Trim().Split('\n'));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        Program.RunAsync([.. arguments, "--data", _data]);
}
