using System.Text;
using AssistantLoop.Learning.Conversations;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Tests.Conversations;

public sealed class TaskReaderTests : LearningTest
{
    private TaskReader Reader => new(new ConversationLog(Database));

    [Fact]
    public async Task Pages_hold_whole_conversations_and_end()
    {
        for (int i = 0; i < 5; i++)
        {
            await CorrectAsync($"What costs item {i}?", "4 euros.");
            await Task.Delay(2, Token);
        }

        List<ConversationTask> all = [];
        List<int> sizes = [];
        Guid? from = null;
        do
        {
            TaskPage page = await Reader.ReadAsync(Tenant, from, conversations: 2, Token);
            all.AddRange(page.Tasks);
            sizes.Add(page.Tasks.Count);
            from = page.Next;
        }
        while (from is not null);

        Assert.Equal([2, 2, 1], sizes);
        Assert.Equal([4, 3, 2, 1, 0], all.Select(task => task.Question[^2] - '0'));
        Assert.All(all, task => Assert.Equal(TaskOutcome.Corrected, task.Outcome));
    }

    [Fact]
    public async Task Feedback_on_any_answer_of_a_question_counts_and_the_newest_answer_is_told()
    {
        ConversationStore conversations = new(Database, "server@test");
        Guid talk = (await conversations.CreateAsync(Tenant, "v", Token)).Id;
        Asked asked = await conversations.AskAsync(Tenant, talk, "1", "Where is my parcel?", Token);
        await conversations.AppendAsync(Tenant, asked.Answer.Id, "first", Token);
        await conversations.EndAsync(Tenant, asked.Answer.Id, MessageState.Complete, "stop", Token);
        await new FeedbackStore(Database).RateAsync(Tenant, asked.Answer.Id, "v", RatingDirection.Down, null, Token);
        Message second = (await new RevisionStore(Database, "server@test").RegenerateAsync(Tenant, asked.Answer.Id, "again", Token)).Answer!;
        await conversations.AppendAsync(Tenant, second.Id, "second", Token);
        await conversations.EndAsync(Tenant, second.Id, MessageState.Complete, "stop", Token);

        ConversationTask task = Assert.Single((await Reader.ReadAsync(Tenant, null, 10, Token)).Tasks);

        Assert.Equal(("second", second.Id, TaskOutcome.RatedDown), (task.Answer, task.AnswerId, task.Outcome));
        Assert.Equal(["1 rating down", "another answer was asked for"], task.Evidence);
        Assert.Empty((await Reader.ReadAsync("other-shop", null, 10, Token)).Tasks);
    }

    [Fact]
    public async Task An_imported_chat_is_one_conversation()
    {
        const string Chat = """
            {"messages":[{"role":"system","content":"S"},{"role":"user","content":"Do you sell lamps?"},{"role":"assistant","content":"Yes."},{"role":"user","content":"thanks"},{"role":"assistant","content":"Welcome."}]}
            """;
        await new FileImport(new ImportStore(Database)).RunAsync(
            Tenant, "f", new MemoryStream(Encoding.UTF8.GetBytes(Chat)), ImportFormat.FromContent, "agent", false, null, Token);

        ConversationTask task = Assert.Single((await Reader.ReadImportedAsync(Tenant, null, 10, Token)).Tasks);

        Assert.Equal(("Do you sell lamps?", "Yes.", TaskOutcome.Thanked), (task.Question, task.Answer, task.Outcome));
    }
}
