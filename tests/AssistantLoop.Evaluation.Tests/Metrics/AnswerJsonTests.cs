using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class AnswerJsonTests
{
    private static readonly ActionShape[] s_actions =
    [
        new("cancel_order", JsonShape.Parse("""{"type": "object", "required": ["order"], "properties": {"order": {"type": "string"}}, "additionalProperties": false}""")),
        new("call_person", null),
    ];

    [Theory]
    [InlineData("""{"action": "cancel_order", "order": "AF1"}""", 1)]
    [InlineData("""{"action": "cancel_order", "arguments": {"order": "AF1"}}""", 1)]
    [InlineData("""Of course. {"action": "cancel_order", "order": "AF1"} Done!""", 1)]
    [InlineData("""Of course. {"action": "cancel_order", "arguments": {"order": "AF1"}} Done!""", 1)]
    [InlineData("""{"thought": {"a": 1}} {"action": "cancel_order", "arguments": {"order": "AF1"}}""", 1)]
    [InlineData("""{"action": "cancel_order", "order": 5}""", 0)]
    [InlineData("""{"action": "cancel_order", "order": "AF1", "admin": "yes"}""", 0)]
    [InlineData("""{"action": "cancel_order", "number": "AF1"}""", 0)]
    [InlineData("""{"action": "cancel_order", "arguments": {"order": 5}}""", 0)]
    [InlineData("""{"action": "cancel_order", "arguments": "AF1"}""", 0)]
    [InlineData("""{"action": "cancel_order"}""", 0)]
    [InlineData("""{"action": "drop_table", "arguments": {"order": "AF1"}}""", 0)]
    [InlineData("""{"action": 5}""", 0)]
    [InlineData("""{"action": "call_person"}""", 0)] // valid, but not the right one
    [InlineData("I have cancelled it.", 0)]
    [InlineData("{{{{{{{{{{{{{{{{{{{{{{{{", 0)]
    public void An_executable_answer_holds_the_right_action_of_the_list(string answer, double executable) =>
        Assert.Equal(executable, Measure(new("a", "q", [], null) { Kind = CaseKind.Action, Actions = s_actions, Action = "cancel_order" }, answer, "executable"));

    [Fact]
    public void Any_valid_action_does_where_none_is_the_right_one() =>
        Assert.Equal(1, Measure(new("a", "q", [], null) { Kind = CaseKind.Action, Actions = s_actions }, """{"action": "call_person"}""", "executable"));

    [Theory]
    [InlineData("""{"order": "AF1"}""", 1)]
    [InlineData("```json\n{\"order\": \"AF1\"}\n```", 1)]
    [InlineData("""Here it is: {"order": "AF1"}""", 0)]
    [InlineData("""{"count": 1}""", 0)]
    [InlineData("``````", 0)]
    [InlineData("", 0)]
    public void A_json_answer_is_nothing_but_json_of_the_shape(string answer, double json) =>
        Assert.Equal(json, Measure(new("a", "q", [], null) { Kind = CaseKind.Json, Schema = JsonShape.Parse("""{"required": ["order"]}""") }, answer, "json"));

    private static double? Measure(SuiteCase asked, string answer, string metric) =>
        CaseMetrics.Measure(SampleSuite.Of(asked), asked, new(answer, [])).Value(metric);
}
