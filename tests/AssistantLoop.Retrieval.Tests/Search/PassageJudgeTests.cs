using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class PassageJudgeTests : IDisposable
{
    private readonly JudgingClient _client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Yes", 0.9, 0.9)]
    [InlineData("No", 0.9, 0.1)]
    [InlineData(" Yes", 0.4, 0.4)]
    public async Task A_chance_is_what_the_model_gives_to_yes(string said, double likelihood, double chance)
    {
        _client.Says = _ => (said, likelihood);
        Assert.Equal(chance, Assert.Single(await Judge("Until when?", Found.Of("a"))).Chance, 9);
    }

    [Fact]
    public async Task Passages_that_do_not_answer_are_left_out_and_the_rest_keep_their_order()
    {
        _client.Says = system => system.Contains("from 9 am", StringComparison.Ordinal) ? ("No", 0.95) : ("Yes", 0.8);
        FoundPassage[] found = [Found.Of("a", 3, "Return plants within 7 days."), Found.Of("b", 2, "Monday from 9 am."), Found.Of("c", 1, "Nothing else here.")];
        PassageSearch search = new(new OneList(found), new SearchOptions { AnswerableFrom = 0, ShareOfBest = 0 }, judge: New());

        SearchResult result = await search.SearchAsync(new("shop", "Until when can I return plants?"), Stop);

        Assert.Equal(["a", "c"], result.Passages.Select(one => one.Passage.Id));
        Assert.Equal([("a", 0.8), ("b", 0.05), ("c", 0.8)], result.Judged.Select(one => (one.Found.Passage.Id, Math.Round(one.Chance, 9))));
    }

    [Fact]
    public async Task The_model_sees_one_passage_and_the_question_with_what_it_leans_on()
    {
        _client.Says = _ => ("Yes", 1);
        StandaloneQuestion question = StandaloneQuestion.Of(new("shop", "And what does it cost?")
        {
            Earlier = ["Do you sell the Heron watering can?"],
        });

        await New().JudgeAsync("shop", question, [Found.Of("a", 1, "It costs 24 euros.", "Watering > Heron")], Stop);

        Assert.Equal("Watering > Heron | It costs 24 euros.", _client.Messages[0].Text);
        Assert.Equal("Do you sell the Heron watering can?\nAnd what does it cost?", _client.Messages[1].Text);
        Assert.Equal(("judge", 1), (_client.Options.ModelId, _client.Options.MaxOutputTokens));
        Assert.Equal("shop", _client.Options.AdditionalProperties!["tenant"]);
    }

    [Fact]
    public async Task A_model_that_tells_no_likelihood_is_no_judge()
    {
        _client.Says = _ => ("Yes", null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Judge("Until when?", Found.Of("a")));
    }

    public void Dispose() => _client.Dispose();

    private Task<IReadOnlyList<JudgedPassage>> Judge(string question, FoundPassage found) =>
        New().JudgeAsync("shop", StandaloneQuestion.Of(new("shop", question)), [found], Stop);

    private PassageJudge New() => new(_client, (title, text) => $"{title} | {text}", () => "judge") { KeepFrom = 0.5 };

    private sealed class OneList(IReadOnlyList<FoundPassage> found) : IPassageIndex
    {
        public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new PassageMatches(found, []));
    }

    private sealed class JudgingClient : IChatClient
    {
        public Func<string, (string Text, double? Likelihood)> Says { get; set; } = _ => ("", 0);

        public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

        public ChatOptions Options { get; private set; } = new();

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
        {
            (Messages, Options) = ([.. messages], options!);
            Assert.True((bool)options!.AdditionalProperties![PassageJudge.Likelihood]!);
            (string text, double? likelihood) = Says(Messages[0].Text);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)
            {
                AdditionalProperties = likelihood is { } told ? new() { [PassageJudge.Likelihood] = told } : null,
            }));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
