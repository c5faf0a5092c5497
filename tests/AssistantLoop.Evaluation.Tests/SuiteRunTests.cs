using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Evaluation.Tests;

public sealed class SuiteRunTests
{
    private static readonly string s_root = FindRoot();
    private static readonly BusinessProfile s_profile = BusinessProfile.Load(Path.Combine(s_root, "samples", "alder-finch"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_is_asked_turn_by_turn_with_the_answers_that_were_given()
    {
        Answers client = new(asked => $"to {asked}");
        SuiteCase asked = SampleSuite.Fact("a", "second", "to second") with { Before = [new("first", ["to first"], [])] };

        SuiteResult result = await RunAsync(client, SampleSuite.Of(asked));

        Assert.Equal(["first", "to first", "second"], client.Conversations.Last(talk => talk[^1] == "second"));
        Assert.Equal(new Exchange("first", "to first"), result.Cases.Single().Earlier.Single());
        Assert.Equal(1, result.Metrics["accuracy"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Results_stand_in_the_suites_order_however_many_are_asked_at_once(int atOnce)
    {
        SuiteCase[] cases = [.. Enumerable.Range(0, 40).Select(at => SampleSuite.Fact($"{at}", $"question {at}", $"question {at}"))];
        Told told = new();

        SuiteResult result = await RunAsync(new Answers(asked => asked), SampleSuite.Of(cases), atOnce, told: told);

        Assert.Equal(cases.Select(asked => asked.Question), result.Cases.Select(answered => answered.Answer));
        Assert.Equal(40, told.Count);
    }

    [Fact]
    public async Task Only_cases_that_were_asked_alone_are_timed()
    {
        SuiteCase[] cases = [.. Enumerable.Range(0, 64).Select(at => SampleSuite.Fact($"{at}", $"question {at}", "x"))];
        Answers client = new(asked => asked);

        SuiteResult result = await RunAsync(client, SampleSuite.Of(cases), atOnce: 4);

        Assert.Equal(16, result.Cases.Count(answered => answered.Milliseconds is not null));
        Assert.All((await RunAsync(client, SampleSuite.Of(cases))).Cases, answered => Assert.NotNull(answered.Milliseconds));
    }

    [Fact]
    public async Task No_more_are_asked_at_once_than_allowed()
    {
        SuiteCase[] cases = [.. Enumerable.Range(0, 40).Select(at => SampleSuite.Fact($"{at}", $"question {at}", "x"))];
        Answers client = new(asked => asked);

        await RunAsync(client, SampleSuite.Of(cases), atOnce: 3);

        Assert.InRange(client.MostAtOnce, 1, 3);
    }

    [Fact]
    public async Task Tokens_are_those_of_the_prompt_and_of_the_answer()
    {
        SuiteRun run = new(Turn(new Answers(_ => "12345")), TimeProvider.System) { CountTokens = text => text.Length };

        SuiteResult result = await run.RunAsync(SampleSuite.Of(SampleSuite.Fact("a", "q", "x")), s_profile, Version(), new Told(), Token);

        Assert.Equal(5, result.Metrics["answer_tokens"]);
        Assert.True(result.Metrics["prompt_tokens"] > s_profile.Business.Length);
    }

    [Theory]
    [InlineData("""{"score": 5, "why": "right"}""", 1.0)]
    [InlineData("""I think {"score": 2, "why": "vague"}""", 0.25)]
    [InlineData("""{"score": 9}""", null)]
    [InlineData("five", null)]
    public async Task A_judges_mark_is_a_metric_and_an_unreadable_one_is_missing(string verdict, double? mark)
    {
        Answers judge = new(_ => verdict);

        SuiteResult result = await JudgedAsync(judge);

        Assert.Equal(mark, result.Metrics.TryGetValue("judge", out double value) ? value : null);
        Assert.Contains("Answer: blue", judge.Conversations.Single()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_that_cannot_be_reached_is_missing_too()
    {
        SuiteResult result = await JudgedAsync(new Answers(_ => throw new HttpRequestException("refused")));

        Assert.False(result.Metrics.ContainsKey("judge"));
        Assert.Equal(1, result.Metrics["accuracy"]);
    }

    [Fact]
    public async Task No_judge_is_asked_unless_the_suite_names_a_prompt()
    {
        Answers judge = new(_ => "");
        SuiteRun run = new(Turn(new Answers(_ => "blue")), TimeProvider.System) { Judge = judge };

        await run.RunAsync(SampleSuite.Of(SampleSuite.Fact("a", "q", "blue")), s_profile, Version(), new Told(), Token);

        Assert.Empty(judge.Conversations);
    }

    [Theory]
    [InlineData("formal", "Thank you for your enquiry. Blue. Yours faithfully, Alder & Finch", 1.0)]
    [InlineData("formal", "It's blue! Yours faithfully, Alder & Finch", 0.25)]
    [InlineData("warm", "It's blue!", null)]
    public async Task A_suite_without_a_style_measures_the_versions_own(string style, string answer, double? kept)
    {
        SuiteResult result = await RunAsync(new Answers(_ => answer), SampleSuite.Of(SampleSuite.Fact("a", "q", "blue")), style: style);

        Assert.Equal(kept, result.Metrics.TryGetValue("style", out double value) ? value : null);
    }

    [Fact]
    public async Task A_later_turn_is_measured_without_the_greeting()
    {
        SuiteCase asked = SampleSuite.Fact("a", "second", "blue") with { Before = [new("first", [], [])] };

        SuiteResult result = await RunAsync(new Answers(_ => "Blue. Yours faithfully, Alder & Finch"), SampleSuite.Of(asked), style: "formal");

        Assert.Equal(1, result.Metrics["style"]);
    }

    private static Task<SuiteResult> JudgedAsync(Answers judge)
    {
        SuiteRun run = new(Turn(new Answers(_ => "blue")), TimeProvider.System) { Judge = judge };
        Suite suite = SampleSuite.Of(SampleSuite.Fact("a", "q", "blue")) with { JudgePrompt = Path.Combine(s_root, "prompts", "judge.yaml") };
        return run.RunAsync(suite, s_profile, Version(), new Told(), Token);
    }

    private static Task<SuiteResult> RunAsync(Answers client, Suite suite, int atOnce = 1, Told? told = null, string style = "warm") =>
        new SuiteRun(Turn(client), TimeProvider.System).RunAsync(suite, s_profile, Version(style), told ?? new(), atOnce, Token);

    private static ChatTurn Turn(Answers client) =>
        new(new PassageSearch(new NoPassages(), new SearchOptions()), new PromptBuilder(text => text.Length / 4, 512), client);

    private static RoutedVersion Version(string style = "warm") => new(
        Guid.Empty,
        null,
        PromptTemplate.Load(Path.Combine(s_root, "prompts", "answer.yaml")),
        StyleTemplate.Load(Path.Combine(s_root, "style-templates", style + ".yaml")));

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }

    private sealed class NoPassages : IPassageIndex
    {
        public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new PassageMatches([], []));
    }

    private sealed class Told : IProgress<CaseResult>
    {
        public int Count { get; private set; }

        public void Report(CaseResult value) => Count++;
    }

    /// <summary>Answers by a rule and remembers what it was asked and how many at once.</summary>
    private sealed class Answers(Func<string, string> rule) : IChatClient
    {
        private int _now;
        private int _most;

        public ConcurrentQueue<string[]> Conversations { get; } = [];

        public int MostAtOnce => _most;

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int now = Interlocked.Increment(ref _now);
            InterlockedMax(now);
            string[] talk = [.. messages.Where(message => message.Role != ChatRole.System).Select(message => message.Text)];
            Conversations.Enqueue(talk);
            await Task.Yield();
            yield return new(ChatRole.Assistant, rule(talk[^1]));
            Interlocked.Decrement(ref _now);
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
        {
            Conversations.Enqueue([.. messages.Select(message => message.Text)]);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, rule(messages.Last().Text))));
        }

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }

        private void InterlockedMax(int now)
        {
            int seen;
            while (now > (seen = Volatile.Read(ref _most)) && Interlocked.CompareExchange(ref _most, now, seen) != seen)
            {
            }
        }
    }
}
