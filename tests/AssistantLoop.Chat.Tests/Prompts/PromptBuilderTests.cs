using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests.Prompts;

public sealed class PromptBuilderTests
{
    private static readonly FoundPassage s_returns =
        SampleContent.Found("Returns > How long", "You can return an item within 30 days of delivery.");

    private static readonly FoundPassage s_shipping =
        SampleContent.Found("Shipping > Cost", "Standard shipping costs 4.90 euros.");

    [Fact]
    public void The_system_message_has_the_shape_that_the_starter_was_trained_on()
    {
        AssembledPrompt prompt = Build(1000, [new(ChatRole.User, "Hello")], [s_returns, s_shipping]);

        Assert.Equal(
            """
            You are Finch, the assistant of Alder & Finch. Tone: warm and brief.
            [1] Returns > How long: You can return an item within 30 days of delivery.
            [2] Shipping > Cost: Standard shipping costs 4.90 euros.
            """.ReplaceLineEndings("\n"),
            prompt.Messages[0].Text);
    }

    [Fact]
    public void Without_passages_the_prompt_says_so() =>
        Assert.EndsWith("\nNo documents match.", Build(1000, [new(ChatRole.User, "Hello")], []).Messages[0].Text, StringComparison.Ordinal);

    [Fact]
    public void Glossary_and_rules_stand_before_the_passages()
    {
        PromptBuilder builder = new(Words, 1000);
        AssembledPrompt prompt = builder.Build(
            SampleContent.Profile, SampleContent.Prompt,
            SampleContent.Lines with { Glossary = ["AF = Alder & Finch"], Rules = ["Recommend seeds first."] }, [new(ChatRole.User, "Hello")], [s_returns]);

        Assert.Equal(
            ["Glossary: AF = Alder & Finch", "Rule: Recommend seeds first."],
            prompt.Messages[0].Text.Split('\n')[1..3]);
    }

    [Fact]
    public void What_does_not_fit_goes_worst_passage_first_then_oldest_turns()
    {
        List<ChatMessage> turns =
        [
            new(ChatRole.User, "one two three four five"),
            new(ChatRole.Assistant, "six seven eight nine ten"),
            new(ChatRole.User, "eleven"),
        ];

        AssembledPrompt withoutSecond = Build(55, turns, [s_returns, s_shipping]);
        Assert.Equal([s_returns], withoutSecond.Passages);
        Assert.Equal(4, withoutSecond.Messages.Count);

        AssembledPrompt withoutOld = Build(40, turns, [s_returns, s_shipping]);
        Assert.Equal([s_returns], withoutOld.Passages);
        Assert.Equal(["eleven"], withoutOld.Messages.Skip(1).Select(message => message.Text));
    }

    [Fact]
    public void A_message_longer_than_the_budget_is_refused_with_both_figures()
    {
        string message = string.Join(' ', Enumerable.Repeat("word", 100));

        var error = Assert.Throws<MessageTooLongException>(() => Build(50, [new(ChatRole.User, message)], [s_returns]));

        Assert.Equal(50, error.Limit);
        Assert.True(error.Tokens > 100);
    }

    [Fact]
    public void The_same_prompt_has_the_same_hash_and_another_word_another_one()
    {
        string first = Build(1000, [new(ChatRole.User, "Hello")], [s_returns]).Hash;

        Assert.Equal(first, Build(1000, [new(ChatRole.User, "Hello")], [s_returns]).Hash);
        Assert.NotEqual(first, Build(1000, [new(ChatRole.User, "Hallo")], [s_returns]).Hash);
    }

    private static AssembledPrompt Build(
        int budget, IReadOnlyList<ChatMessage> turns, IReadOnlyList<FoundPassage> passages) =>
        new PromptBuilder(Words, budget).Build(SampleContent.Profile, SampleContent.Prompt, SampleContent.Lines, turns, passages);

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
