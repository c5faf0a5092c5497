using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AssistantLoop.Storage.Tests;

public sealed class DatabaseTests : StorageTest
{
    [Fact]
    public async Task An_opened_database_keeps_what_it_held()
    {
        var message = await AnsweredAsync();

        using var again = await Database.OpenAsync(Folder, Time, Token);

        var conversations = new ConversationStore(again, "cli@test");
        Assert.Equal(message, await conversations.MessageAsync(Tenant, message.Id, Token));
    }

    [Fact]
    public async Task Several_processes_worth_of_openers_of_a_new_folder_all_succeed()
    {
        var folder = Path.Combine(Folder, "new");

        var databases = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Database.OpenAsync(folder, Time, Token))));

        Assert.All(databases, database => Assert.True(File.Exists(database.FilePath)));
        Assert.All(databases, database => database.Dispose());
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        Tamper("INSERT INTO schema_versions VALUES (9000, 'later', '')");

        var e = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(Folder, Time, Token));

        Assert.Equal(Database.FilePath, e.Path);
        Assert.StartsWith($"{Database.FilePath}: a newer AssistantLoop wrote this database (schema 9000", e.Message);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named_in_one_line()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "", Token);

        var e = await Assert.ThrowsAsync<StorageException>(
            () => Database.OpenAsync(Path.Combine(file, "data"), Time, Token));

        Assert.StartsWith(Path.Combine(file, "data") + ": the data folder cannot be written", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task A_data_folder_without_write_permission_is_named_in_one_line()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may write everywhere");
        var folder = Path.Combine(Folder, "locked");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var e = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(folder, Time, Token));

        var file = Path.Combine(folder, Database.FileName);
        Assert.Equal($"{file}: the database cannot be opened or created here", e.Message);
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_is_named_in_one_line()
    {
        var folder = Path.Combine(Folder, "odd");
        var file = Directory.CreateDirectory(Path.Combine(folder, Database.FileName)).FullName;

        var e = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(folder, Time, Token));

        Assert.Equal($"{file}: the database cannot be opened or created here", e.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_in_one_line()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "foreign")).FullName;
        var file = Path.Combine(folder, Database.FileName);
        await File.WriteAllTextAsync(file, new string('x', 4096), Token);

        var e = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(folder, Time, Token));

        Assert.Equal($"{file}: the file is not a database", e.Message);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_nothing_and_the_database_usable()
    {
        var versions = new VersionStore(Database);
        var unknownParent = new NewVersion
        {
            BaseHash = "b",
            PromptHash = "p",
            StyleHash = "s",
            ParentId = Guid.CreateVersion7(Time.GetUtcNow()),
        };

        await Assert.ThrowsAsync<SqliteException>(() => versions.AddAsync(Tenant, unknownParent, "owner", null, Token));
        var added = await versions.AddAsync(Tenant, unknownParent with { ParentId = null }, "owner", null, Token);

        Assert.Equal([added], await versions.ListAsync(Tenant, 10, Token));
        Assert.Single(await new AuditLog(Database).ReadAsync(Tenant, 0, 10, Token));
    }

    [Fact]
    public async Task A_write_waits_while_another_process_writes_and_can_be_cancelled()
    {
        var prompts = new PromptStore(Database);
        using var other = new SqliteConnection($"Data Source={Database.FilePath};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        using var cancelled = new CancellationTokenSource();

        var impatient = prompts.KeepAsync(Tenant, "impatient", cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var patient = prompts.KeepAsync(Tenant, "patient", Token);
        Assert.False(patient.IsCompleted);
        transaction.Rollback();

        Assert.NotNull(await prompts.FindAsync(Tenant, await patient, Token));
        Assert.Null(await prompts.FindAsync(Tenant, PromptStore.HashOf("impatient"), Token));
    }

    [Fact]
    public void The_bundled_engine_has_word_search()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();

        Assert.Contains("ENABLE_FTS5", connection.Query<string>("PRAGMA compile_options"));
    }
}
