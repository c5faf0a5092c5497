using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Content;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Tests.Actions;

public sealed class ActionProposalTests
{
    private static readonly BusinessContent s_content = ContentReader.With(BusinessContent.Empty, "actions", """
        - name: track_order
          title: Track an order
          description: track an order
          webhook: https://example.com/track
          confirm: "Shall I look up order {order}?"
          parameters:
            properties:
              order: {type: string, title: Order number, pattern: "^[0-9]{3,8}$"}
            required: [order]
        - name: book
          title: Book a visit
          description: book a visit
          webhook: https://example.com/book
          parameters:
            properties: {day: {type: string}, people: {type: integer, minimum: 1}}
            required: [day]
        """, "actions");

    [Theory]
    [InlineData("""{"action": "track_order", "order": "4711"}""", """{"order":"4711"}""")]
    [InlineData("""  {"action":"track_order","arguments":{"order":"4711"}} """, """{"order":"4711"}""")]
    [InlineData("""{"action": "book", "day": "Monday", "people": 2}""", """{"day":"Monday","people":2}""")]
    public void What_the_model_says_in_the_trained_form_is_a_proposal(string answer, string arguments)
    {
        ActionProposal? proposal = ActionProposal.Read(answer, s_content.Actions, out string? problem);

        Assert.Null(problem);
        Assert.Equal(arguments, proposal!.Arguments.ToJsonString());
    }

    [Theory]
    [InlineData("""{"action": "track_order", "order": "47a"}""", "/order")]
    [InlineData("""{"action": "track_order"}""", "order")]
    [InlineData("""{"action": "track_order", "order": "…"}""", "left open")]
    [InlineData("""{"action": "track_order", "order": "4711", "admin": "true"}""", "no argument admin")]
    [InlineData("""{"action": "delete_all"}""", "no action delete_all")]
    [InlineData("""{"action": "book", "day": "Monday", "people": "two"}""", "/people")]
    [InlineData("""{"order": "4711"}""", "names no action")]
    [InlineData("""{"action": "track_order", "order": "4711" """, "names no action")]
    [InlineData("""{"action": 5}""", "names no action")]
    public void What_does_not_fit_its_declaration_is_dropped_with_the_cause(string answer, string cause)
    {
        Assert.Null(ActionProposal.Read(answer, s_content.Actions, out string? problem));
        Assert.Contains(cause, problem!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_visitor_is_asked_in_the_businesss_words() => Assert.Equal(
        "Shall I look up order 4711?",
        ActionProposal.Read("""{"action": "track_order", "order": "4711"}""", s_content.Actions, out _)!.Question());

    [Theory]
    [InlineData("""{"action": "order_status", "order": "AF20417783"}""", "Shall I look up order AF20417783?")]
    [InlineData("""{"action": "cancel_order", "order": "AF20417783"}""", "Shall I cancel order AF20417783?")]
    [InlineData("""{"action": "book_repair", "item": "Badger spade"}""", "Shall I book a repair of this item: Badger spade?")]
    [InlineData("""{"action": "request_call_back", "phone": "0555 730 118"}""", "Shall I have you called back at 0555 730 118?")]
    [InlineData("""{"action": "check_stock", "item": "Merlin fire bowl"}""", "Shall I look up the stock of this item: Merlin fire bowl?")]
    [InlineData("""{"action": "order_status", "order": "20417783"}""", null)]
    [InlineData("""{"action": "request_call_back", "phone": "tomorrow"}""", null)]
    public void The_sample_business_declares_five_actions(string answer, string? question) =>
        Assert.Equal(question, ActionProposal.Read(answer, SampleContent.Profile.Content.Actions, out _)?.Question());

    [Fact]
    public void Actions_are_offered_in_the_form_that_the_starter_was_trained_on() => Assert.Equal(
        ["To track an order, answer {\"action\": \"track_order\", \"order\": \"…\"}.", "To book a visit, answer {\"action\": \"book\", \"day\": \"…\", \"people\": \"…\"}."],
        s_content.ActionLines);

    [Fact]
    public async Task An_action_is_a_kernel_function_with_its_schema()
    {
        KernelPlugin plugin = ActionPlugin.Of(
            s_content.Actions, (action, arguments, _) => Task.FromResult($"{action.Name} {arguments["order"]}"));
        KernelFunction function = plugin["track_order"];

        Assert.Equal("track an order", function.Description);
        KernelParameterMetadata parameter = Assert.Single(function.Metadata.Parameters);
        Assert.True(parameter is { Name: "order", IsRequired: true, Description: "Order number" });
        Assert.Equal("string", parameter.Schema!.RootElement.GetProperty("type").GetString());
        FunctionResult result = await function.InvokeAsync(
            new Kernel(), new KernelArguments { ["order"] = "4711" }, TestContext.Current.CancellationToken);
        Assert.Equal("track_order 4711", result.GetValue<string>());
    }
}
