using System.Text.Json;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Suites;

public sealed class JsonShapeTests
{
    private const string Order = """
        {"type": "object", "required": ["order"], "additionalProperties": false, "properties": {
          "order": {"type": "string"}, "count": {"type": "integer"}, "state": {"enum": ["open", "sent", 3]},
          "lines": {"type": "array", "items": {"type": ["number", "null"]}}}}
        """;

    [Theory]
    [InlineData("""{"order": "AF1"}""", null)]
    [InlineData("""{"order": "AF1", "count": 2.0, "state": 3.0, "lines": [1.5, null]}""", null)]
    [InlineData("""{"count": 2}""", "$.order is missing")]
    [InlineData("""{"order": 5}""", "$.order is not of type string")]
    [InlineData("""{"order": "a", "count": 2.5}""", "$.count is not of type integer")]
    [InlineData("""{"order": "a", "state": "lost"}""", "$.state is none of the allowed values")]
    [InlineData("""{"order": "a", "lines": [1, "b"]}""", "$.lines[1] is not of type number or null")]
    [InlineData("""{"order": "a", "more": 1}""", "$.more is not allowed")]
    [InlineData("[]", "$ is not of type object")]
    public void A_value_is_checked_and_its_fault_named(string json, string? fault) =>
        Assert.Equal(fault, JsonShape.Parse(Order).FaultOf(JsonDocument.Parse(json).RootElement));

    [Fact]
    public void Other_properties_may_have_a_shape_too()
    {
        JsonShape shape = JsonShape.Parse("""{"additionalProperties": {"type": "boolean"}}""");

        Assert.Null(shape.FaultOf(JsonDocument.Parse("""{"a": true}""").RootElement));
        Assert.Equal("$.a is not of type boolean", shape.FaultOf(JsonDocument.Parse("""{"a": 1}""").RootElement));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"type": "date"}""")]
    [InlineData("""{"type": 3}""")]
    [InlineData("""{"pattern": "a+"}""")]
    public void A_schema_that_cannot_be_checked_is_refused(string schema) =>
        Assert.Throws<FormatException>(() => JsonShape.Parse(schema));
}
