using AssistantLoop.Learning.Importing;

namespace AssistantLoop.Learning.Tests.Importing;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\r\n\nb", new[] { "a", "", "b" })]
    public void Lines_end_with_lf_or_cr_lf(string text, string[] lines) =>
        Assert.Equal(lines, BoundedLines.Read(new StringReader(text)).Select(line => line.Text!));

    [Fact]
    public void A_line_over_the_limit_is_numbered_and_not_held()
    {
        string text = $"a\n{new string('x', 100_000)}\nb\n{new string('y', 11)}";
        Assert.Equal(
            [(1, "a"), (2, null), (3, "b"), (4, null)],
            BoundedLines.Read(new StringReader(text), longest: 10).Select(line => (line.Number, line.Text)));
    }
}
