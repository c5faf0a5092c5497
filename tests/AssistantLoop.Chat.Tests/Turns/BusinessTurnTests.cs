using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Kernels;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests.Turns;

public sealed class BusinessTurnTests
{
    private static readonly BusinessContent s_content = Content(
        ("glossary", "- {term: Club card, meaning: the card of the club, preferred: club card, avoid: [badge]}\n- {term: XZ, meaning: nothing here}"),
        ("rules", "- {id: promo, text: Recommend category A first., from: 2026-11-27, until: 2026-11-30}\n- {id: always, text: Be exact.}"),
        ("limits", "- {id: discount, text: Promise no discount above 10 %., max_discount_percent: 10}\n- {id: politics, topics: [election]}"),
        ("actions", """
            - {name: track_order, title: Track, description: track an order, webhook: "https://example.com", confirm: "Look up {order}?",
               parameters: {properties: {order: {type: string}}, required: [order]}}
            """),
        ("fallbacks", "limit: {en: I cannot promise that.}\nout_of_scope: {en: Not my subject.}\nnot_found: {en: Nothing found.}"));

    [Fact]
    public async Task During_the_promotion_the_prompt_carries_its_rule_and_afterwards_not()
    {
        TurnCompleted during = (await RunAsync(["Yes."], "Which badge?", "2026-11-27T12:00:00Z")).End;
        Assert.Equal(["promo", "always"], during.Trace.Rules);
        Assert.Equal(["Club card"], during.Trace.Terms);

        (string prompt, TurnCompleted after) = await RunAsync(["Yes."], "Which badge?", "2026-12-01T00:00:00Z");
        Assert.Equal(["always"], after.Trace.Rules);
        Assert.Equal(
            """
            Glossary: Club card = the card of the club
            Rule: Be exact.
            Rule: Say "club card", not "badge".
            Rule: Promise no discount above 10 %.
            Rule: To track an order, answer {"action": "track_order", "order": "…"}.
            No documents match.
            """.ReplaceLineEndings("\n"),
            prompt[(prompt.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task An_avoided_word_is_put_right_as_it_streams()
    {
        TurnCompleted end = (await RunAsync(["Your b", "adge is", " here."], "Hello")).End;

        Assert.Equal("Your club card is here.", end.Text);
        Assert.True(Assert.Single(end.Trace.Violations) is { Kind: "glossary", Subject: "Club card", Mended: true });
    }

    [Fact]
    public async Task A_breach_of_a_limit_is_cut_and_nothing_of_it_is_said()
    {
        TurnCompleted end = (await RunAsync(["Gladly. ", "You get 5", "0 % off. ", "And a lamp."], "Discount?")).End;

        Assert.Equal("Gladly. I cannot promise that.", end.Text);
        Assert.Equal("content_filter", end.FinishReason);
        Assert.True(Assert.Single(end.Trace.Violations) is { Kind: "limit", Subject: "discount" });
    }

    [Fact]
    public async Task A_topic_that_is_not_answered_never_reaches_the_model()
    {
        ScriptedChatClient client = new("Party A.");
        TurnCompleted end = (await RunAsync(client, "Who wins the election?", "2026-11-27T12:00:00Z")).End;

        Assert.Equal("Not my subject.", end.Text);
        Assert.Null(client.Messages);
    }

    [Fact]
    public async Task A_proposed_action_is_a_question_to_the_visitor()
    {
        TurnCompleted end = (await RunAsync(["{\"action\": \"track", "_order\", \"order\": \"4711\"}"], "Where is order 4711?")).End;

        Assert.Equal("Look up 4711?", end.Text);
        Assert.Equal("track_order", end.Proposal!.Action.Name);
    }

    [Theory]
    [InlineData("{\"action\": \"drop_tables\"}")]
    [InlineData("{\"action\": \"track_order\"}")]
    [InlineData("{not json")]
    public async Task A_proposal_that_does_not_fit_is_dropped_and_told(string answer)
    {
        TurnCompleted end = (await RunAsync([answer], "Do it")).End;

        Assert.Null(end.Proposal);
        Assert.Equal("Nothing found.", end.Text);
        Assert.Contains(end.Trace.Violations, violation => violation.Kind == "action");
    }

    [Theory]
    [InlineData("{\"price\": \"4 euros\"}", "{\"price\": \"4 euros\"}")]
    [InlineData("{\"badge\": \"free\"}", "{\"club card\": \"free\"}")]
    [InlineData("{\"action\": \"track_order\"}", "Nothing found.")]
    [InlineData("{\"action\": \"track_order\", \"order\": \"4711\"}", "Look up 4711?")]
    public async Task Where_no_action_is_offered_json_is_an_answer_unless_it_names_an_action(string answer, string said)
    {
        BusinessContent content = ContentReader.With(s_content, "actions", """
            - {name: track_order, title: Track, description: track an order, webhook: "https://example.com", confirm: "Look up {order}?",
               when: {question: {any: [order]}}, parameters: {properties: {order: {type: string}}, required: [order]}}
            """, "actions");
        (string prompt, TurnCompleted end) = await RunAsync(new(answer), "The price as JSON?", "2026-11-27T12:00:00Z", content);

        Assert.DoesNotContain("track_order", prompt, StringComparison.Ordinal);
        Assert.Equal(said, end.Text);
    }

    [Fact]
    public async Task An_empty_answer_says_that_nothing_was_found() =>
        Assert.Equal("Nothing found.", (await RunAsync([" "], "Hello")).End.Text.Trim());

    [Fact]
    public async Task Text_is_whole_however_it_is_checked()
    {
        const string Text = "One 4.90 euros [1]. Two!\n- three\n- badge\nEnd without a mark";
        TurnCompleted end = (await RunAsync([.. Text.Select(letter => letter.ToString())], "Hello")).End;

        Assert.Equal(Text.Replace("badge", "club card", StringComparison.Ordinal), end.Text);
    }

    private static Task<(string Prompt, TurnCompleted End)> RunAsync(string[] pieces, string question, string now = "2026-11-27T12:00:00Z") =>
        RunAsync(new ScriptedChatClient(pieces), question, now);

    private static async Task<(string Prompt, TurnCompleted End)> RunAsync(ScriptedChatClient client, string question, string now, BusinessContent? content = null)
    {
        ChatTurn turn = new(
            new PassageSearch(new NoPassages(), new SearchOptions()), new PromptBuilder(text => text.Length / 4, 2000),
            ChatKernel.Of(client), new FixedTime(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
        TurnRequest request = new(SampleContent.Profile, new(Guid.Empty, null, SampleContent.Prompt, SampleContent.Style), [new(ChatRole.User, question)])
        {
            Content = content ?? s_content,
        };
        string prompt = "", said = "";
        TurnCompleted? end = null;
        await foreach (TurnEvent happened in turn.RunAsync(request, TestContext.Current.CancellationToken))
        {
            prompt = (happened as TurnStarted)?.Prompt.Messages[0].Text ?? prompt;
            said += (happened as TurnText)?.Text;
            end = happened as TurnCompleted ?? end;
        }

        Assert.Equal(said, end!.Text);
        return (prompt, end);
    }

    private static BusinessContent Content(params (string Kind, string Yaml)[] parts) => parts.Aggregate(
        BusinessContent.Empty, (content, part) => ContentReader.With(content, part.Kind, part.Yaml, part.Kind));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class NoPassages : IPassageIndex
    {
        public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new PassageMatches([], []));
    }
}
