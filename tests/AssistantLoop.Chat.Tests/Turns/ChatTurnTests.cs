using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests.Turns;

public sealed class ChatTurnTests
{
    private static readonly FoundPassage s_found = SampleContent.Found("Returns > How long", "Within 30 days.");

    [Fact]
    public async Task A_turn_is_prompt_then_text_then_the_whole_answer_with_citations()
    {
        ScriptedChatClient client = new("Within ", "30 days ", "[1].");

        List<TurnEvent> events = await Run(client, [new(ChatRole.User, "How long can I return an item?")]);

        Assert.IsType<TurnStarted>(events[0]);
        Assert.Equal("Within 30 days [1].", string.Concat(events.OfType<TurnText>().Select(text => text.Text)));
        TurnCompleted end = Assert.IsType<TurnCompleted>(events[^1]);
        Assert.Equal("Within 30 days [1].", end.Text);
        Assert.Equal(s_found.Passage, Assert.Single(end.Citations).Source.Passage);
        Assert.Equal("stop", end.FinishReason);
    }

    [Fact]
    public async Task The_model_is_asked_with_the_versions_adapter_and_the_prompts_settings()
    {
        ScriptedChatClient client = new("Yes.");

        await Run(client, [new(ChatRole.User, "Hello")]);

        Assert.Equal("adapter-1", client.Options!.ModelId);
        Assert.Equal(0f, client.Options.Temperature);
        Assert.Equal([ChatRole.System, ChatRole.User], client.Messages!.Select(message => message.Role));
    }

    [Fact]
    public async Task A_follow_up_searches_with_the_question_before()
    {
        RecordingIndex index = new();
        List<ChatMessage> turns =
        [
            new(ChatRole.User, "Do you sell the Heron watering can?"),
            new(ChatRole.Assistant, "Yes."),
            new(ChatRole.User, "And what does it cost?"),
        ];

        await Run(new ScriptedChatClient("24 euros."), turns, index);

        Assert.Contains("heron", index.Words);
        Assert.Contains("cost", index.Words);
        Assert.DoesNotContain("yes", index.Words);
    }

    [Fact]
    public async Task Cancelled_means_stopped()
    {
        using CancellationTokenSource stop = new();
        ScriptedChatClient client = new("one ", "two ", "three") { AfterEach = _ => stop.Cancel() };
        List<TurnEvent> events = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TurnEvent happened in Turn(client, new RecordingIndex()).RunAsync(
                Request([new(ChatRole.User, "Hello")]), stop.Token))
            {
                events.Add(happened);
            }
        });

        Assert.Single(events.OfType<TurnText>());
    }

    private static async Task<List<TurnEvent>> Run(
        ScriptedChatClient client, IReadOnlyList<ChatMessage> turns, RecordingIndex? index = null)
    {
        List<TurnEvent> events = [];
        await foreach (TurnEvent happened in Turn(client, index ?? new RecordingIndex()).RunAsync(
            Request(turns), TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        return events;
    }

    private static TurnRequest Request(IReadOnlyList<ChatMessage> turns) =>
        new(SampleContent.Profile, new(Guid.Empty, "adapter-1", SampleContent.Prompt, SampleContent.Style), turns);

    private static ChatTurn Turn(IChatClient client, IPassageIndex index) =>
        new(new PassageSearch(index, new SearchOptions()), new PromptBuilder(text => text.Length / 4, 512), client);

    private sealed class RecordingIndex : IPassageIndex
    {
        public IReadOnlyList<string> Words { get; private set; } = [];

        public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken)
        {
            Words = query.Words;
            return Task.FromResult(new PassageMatches([s_found], []));
        }
    }
}
