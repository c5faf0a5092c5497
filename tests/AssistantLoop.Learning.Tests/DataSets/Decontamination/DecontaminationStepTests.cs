using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Decontamination;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.Tests.DataSets.Decontamination;

public sealed class DecontaminationStepTests
{
    private static readonly DecontaminationStep s_step = new(
        [
            new("shop", ["Until when can I return plants?", "What does the delivery of a greenhouse to the islands cost?"], ["7 days"]),
            new("general", [], ["The capital of France is Paris, on the river Seine."]),
        ],
        DataSetRules.Default);

    [Theory]
    [InlineData("until WHEN can I return  plants")]
    [InlineData("Hello! Until when can I return plants? Thanks")]
    // 5 of the suite question's 6 runs of five words: 0.83.
    [InlineData("What does the delivery of a greenhouse to the islands take?")]
    public void What_a_suite_asks_is_left_out_however_it_is_written(string question) =>
        Assert.Equal((0, SampleOutcome.Dropped, "asked by the evaluation"), Assert.Single(s_step.Verdicts(Feedback.Correction(question, "Yes."))));

    [Theory]
    [InlineData("Until when can I return shoes?", "Within 7 days.")]
    [InlineData("What does the delivery of a lamp cost?", "7 days")]
    public void What_only_sounds_like_it_stays(string question, string answer) =>
        Assert.Empty(s_step.Verdicts(Feedback.Correction(question, answer)));

    [Fact]
    public void An_earlier_turn_and_an_expected_answer_count_too()
    {
        Sample earlier = Feedback.Correction("And shoes?", "14 days.") with
        {
            Prompt = [Feedback.User("Until when can I return plants?"), Feedback.Assistant("7 days."), Feedback.User("And shoes?")],
        };
        Sample answer = Feedback.Correction("Capital?", "Well: the capital of France is Paris, on the river Seine!");

        Verdict[] verdicts = [.. s_step.Judge([earlier, answer])];

        Assert.Equal(
            ["shop: Until when can I return plants?", "general: The capital of France is Paris, on the river Seine."],
            verdicts.Select(verdict => verdict.Evidence));
    }
}
