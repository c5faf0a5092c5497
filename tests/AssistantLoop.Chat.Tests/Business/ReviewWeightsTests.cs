using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Tests.Business;

public sealed class ReviewWeightsTests
{
    private static readonly string[] s_paths = ["returns.md"];

    [Theory]
    [InlineData("Where is my refund?", 3, "refund")]
    [InlineData("Are refunds slow?", 3, "refund")]
    [InlineData("Can I return it?", 2, "returns.md")]
    public void The_largest_weight_that_an_answer_touches_counts(string question, double weight, string subject) =>
        Assert.Equal((weight, subject), new ReviewWeights(new Dictionary<string, double> { ["refund"] = 3, ["returns.md"] = 2, ["turn"] = 9 }).Of(question, s_paths));

    [Fact]
    public void Without_weights_all_subjects_matter_the_same() => Assert.Equal((1, null), ReviewWeights.Even.Of("Anything?", s_paths));

    [Theory]
    [InlineData("review: {weights: {refund: 2}}", null)]
    [InlineData("review: {weights: {refund: 0}}", "refund")]
    [InlineData("review: {weights: {refund: 11}}", "refund")]
    [InlineData("review: {weight: {refund: 2}}", "weight")]
    public void A_weight_out_of_range_is_refused_by_its_name(string yaml, string? named)
    {
        string folder = Directory.CreateTempSubdirectory("assistantloop-weights").FullName;
        File.WriteAllText(Path.Combine(folder, "business.yaml"), $"""
            tenant: t
            business: B
            assistant: A
            style: warm
            prompt: answer
            documents: d
            suite: s
            gate: g
            {yaml}
            """);
        Exception? error = Record.Exception(() => BusinessProfile.Load(folder));
        Directory.Delete(folder, recursive: true);
        if (named is null)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Contains(named, Assert.IsType<ContentFileException>(error).Message, StringComparison.Ordinal);
        }
    }
}
