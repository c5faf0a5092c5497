using System.Diagnostics;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Tests;

public sealed class DurabilityTests : StorageTest
{
    private const string FolderVariable = "ASSISTANTLOOP_DURABILITY_FOLDER";

    [Fact]
    public async Task What_was_acknowledged_survives_the_kill_of_its_process()
    {
        var acknowledged = Path.Combine(Folder, "acknowledged");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"*.{nameof(Child_that_writes_until_it_is_killed)}" },
            Environment = { [FolderVariable] = Folder },
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        while (!child.HasExited && LinesOf(acknowledged).Length < 20)
        {
            await Task.Delay(5, Token);
        }

        Assert.False(child.HasExited, "the child ended by itself");
        child.Kill();
        await child.WaitForExitAsync(Token);

        var prompts = new PromptStore(Database);
        var lines = LinesOf(acknowledged);
        Assert.True(lines.Length >= 20);
        foreach (var hash in lines)
        {
            Assert.NotNull(await prompts.FindAsync(Tenant, hash, Token));
        }
    }

    [Fact(Explicit = true)]
    public async Task Child_that_writes_until_it_is_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "started by the test above only");
        using var database = await Database.OpenAsync(folder, TimeProvider.System, Token);
        var prompts = new PromptStore(database);
        for (var i = 0; i < 100_000; i++)
        {
            var hash = await prompts.KeepAsync(Tenant, $"prompt {i}", Token);
            await File.AppendAllTextAsync(Path.Combine(folder, "acknowledged"), hash + "\n", Token);
        }
    }

    [Fact]
    public async Task An_answer_left_streaming_fails_at_the_next_start_of_its_node_alone()
    {
        var conversation = await Conversations.CreateAsync(Tenant, "v", Token);
        var mine = (await Conversations.AskAsync(Tenant, conversation.Id, "1", "a?", Token)).Answer;
        var elsewhere = new ConversationStore(Database, "cli@test");
        var theirs = (await elsewhere.AskAsync(Tenant, conversation.Id, "2", "b?", Token)).Answer;
        await Conversations.AppendAsync(Tenant, mine.Id, "half", Token);

        Assert.Equal(1, await Conversations.SweepAsync(Tenant, Token));

        var swept = (await Conversations.MessageAsync(Tenant, mine.Id, Token))!;
        Assert.Equal((MessageState.Failed, "half", "interrupted"), (swept.State, swept.Text, swept.FinishReason));
        Assert.Equal(MessageState.Streaming, (await Conversations.MessageAsync(Tenant, theirs.Id, Token))!.State);
    }

    // The last line may be cut where the child was killed within the write.
    private static string[] LinesOf(string file) =>
        File.Exists(file) ? File.ReadAllText(file).Split('\n').Where(line => line.Length == 64).ToArray() : [];
}
