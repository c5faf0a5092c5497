using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Tests.Actions;

public sealed class ActionPickTests
{
    private static readonly BusinessContent s_content = ContentReader.With(BusinessContent.Empty, "actions", """
        - name: track_order
          title: Track an order
          description: track an order
          webhook: https://example.com/track
          when: {question: {any: [order, parcel]}}
          parameters: {properties: {order: {type: string, pattern: "^AF[0-9]{8}$"}, name: {type: string, pattern: "^(?=x)y$"}}}
        - name: greet
          title: Greet
          description: greet
          webhook: https://example.com/greet
        - name: call_back
          title: Call back
          description: be called back
          webhook: https://example.com/call
          when: {channels: [web]}
        """, "actions");

    [Theory]
    [InlineData("How long is the hose?", "greet")]
    [InlineData("Where are my ORDERS?", "track_order greet")]
    [InlineData("A border of stone?", "greet")]
    [InlineData("AF20417783, is it late?", "track_order greet")]
    [InlineData("AF204177831 or XAF20417783?", "greet")]
    public void An_action_is_offered_where_the_question_holds_its_words_or_a_value(string question, string offered) =>
        Assert.Equal(offered, Offered(new(question, [], DateTimeOffset.UnixEpoch)));

    [Fact]
    public void What_an_action_lacks_may_come_with_the_next_message()
    {
        TurnContext next = new("It is 4711.", [], DateTimeOffset.UnixEpoch);

        Assert.Equal("track_order greet", Offered(next with { Earlier = ["Hello", "Where is my parcel?"] }));
        Assert.Equal("greet", Offered(next with { Earlier = ["Where is my parcel?", "Thanks. How long is the hose?"] }));
    }

    [Fact]
    public void The_other_conditions_of_rules_hold_for_actions_too() =>
        Assert.Equal("greet call_back", Offered(new("Hello", [], DateTimeOffset.UnixEpoch) { Channel = "web" }));

    private static string Offered(TurnContext context) => string.Join(
        ' ', ActionPick.LinesOf(s_content, context).Select(line => s_content.Actions.Single(action => line.Contains($"\"{action.Name}\"", StringComparison.Ordinal)).Name));
}
