using System.Text.Json;
using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Tests.Answers;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("\"\"", "message_empty")]
    [InlineData("\"  \\n \"", "message_empty")]
    [InlineData("null", "message_not_text")]
    [InlineData("12", "message_not_text")]
    [InlineData("{\"a\":1}", "message_not_text")]
    [InlineData("\"half \\ud83d of a pair\"", "message_not_text")]
    [InlineData("\"\\udc00\"", "message_not_text")]
    public void What_is_no_message_is_refused_with_its_code(string json, string code)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal(code, Assert.Throws<ChatProblemException>(() => MessageText.Parse(document.RootElement)).Code);
    }

    [Fact]
    public void The_limit_is_told_with_the_given_length()
    {
        Assert.Equal(4000, MessageText.Parse(new string('a', 4000)).Length);

        var error = Assert.Throws<ChatProblemException>(() => MessageText.Parse(new string('a', 4001)));

        Assert.Equal("message_too_long", error.Code);
        Assert.Contains("4000", error.Message, StringComparison.Ordinal);
        Assert.Contains("4001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_valid_text_is_taken_without_the_blanks_around_it() =>
        Assert.Equal("Grüße 😀 \"<b>\"", MessageText.Parse(" Grüße 😀 \"<b>\"\n"));
}
