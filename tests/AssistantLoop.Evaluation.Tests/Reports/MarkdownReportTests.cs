using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

public sealed class MarkdownReportTests
{
    private static readonly string s_text = MarkdownReport.Write(SampleReport.Data());

    [Fact]
    public void Every_row_of_a_table_has_the_cells_of_its_head()
    {
        string[] lines = s_text.Split('\n');
        int Cells(string line) => line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|');

        for (int at = 1; at < lines.Length; at++)
        {
            if (lines[at].StartsWith('|') && lines[at - 1].StartsWith('|'))
            {
                Assert.Equal(Cells(lines[at - 1]), Cells(lines[at]));
            }
        }
    }

    [Fact]
    public void What_models_wrote_opens_no_element() =>
        Assert.DoesNotContain("<script", s_text.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("**The gate did not pass.**")]
    [InlineData("- score 0.667 -> 0.667 (needs +0.050): not met")]
    [InlineData("| latency_p50_ms | 100 ms | 100 ms | 0 |")]
    [InlineData("1 / 1 of 3")]
    [InlineData("## Training")]
    public void It_holds_decision_metrics_and_training(string text) => Assert.Contains(text, s_text, StringComparison.Ordinal);
}
