using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Duplicates;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.Tests.DataSets.Duplicates;

public sealed class DuplicateStepTests
{
    private const string Long = "You can return an item within 30 days of delivery, as long as it is unused and in its original box, and we refund the price within 5 working days.";

    private static readonly NearDuplicateStep s_near = new(DataSetRules.Default);

    [Fact]
    public void The_first_of_equal_samples_stays()
    {
        Sample first = Feedback.Correction("Is it open?", "Yes."), same = Feedback.Correction("Is it open?", "Yes.");
        Verdict verdict = Assert.Single(new ExactDuplicateStep().Judge([first, same, Feedback.Correction("Is it open?", "No.")]));
        Assert.Equal((1, first.Id), (verdict.At, verdict.Related));
    }

    [Fact]
    public void Of_equal_samples_the_confirmed_one_stays()
    {
        Sample first = Feedback.Rating(true, "a"), confirmed = Feedback.Rating(true, "b").Confirmed();
        Assert.Equal(0, Assert.Single(new ExactDuplicateStep().Judge([first, confirmed])).At);
    }

    [Theory]
    [InlineData("How long can I return an item", "You can return an item within 30 days of the delivery, as long as it is unused and in its original box and we refund the price within 5 working days")]
    [InlineData("How long can I retrun an item?", Long)]
    public void What_differs_in_typos_and_small_words_is_left_out(string question, string answer) =>
        Assert.Equal(
            [(1, SampleOutcome.Dropped, "near-duplicate")],
            s_near.Verdicts(Feedback.Correction("How long can I return an item?", Long), Feedback.Correction(question, answer)));

    [Theory]
    [InlineData("30 days", "14 days")]
    [InlineData("unused", "used")]
    [InlineData("as long as it is", "as long as it is not")]
    [InlineData("box", "bag")]
    public void What_differs_in_what_it_says_stays(string from, string to) =>
        Assert.Empty(s_near.Verdicts(
            Feedback.Correction("How long can I return an item?", Long),
            Feedback.Correction("How long can I return an item?", Long.Replace(from, to, StringComparison.Ordinal))));

    [Fact]
    public void A_rating_is_no_duplicate_of_a_correction_or_of_the_other_label() =>
        Assert.Empty(s_near.Verdicts(
            Feedback.Correction("How long?", Long), Feedback.Rating(true, "a", "How long?", Long), Feedback.Rating(false, "b", "How long?", Long)));

    [Fact]
    public void Nearly_all_near_duplicates_among_many_samples_are_found()
    {
        Random random = new(3);
        string Word() => new([.. Enumerable.Range(0, 7).Select(_ => (char)('a' + random.Next(26)))]);
        List<Sample> samples = [];
        for (int i = 0; i < 200; i++)
        {
            string answer = string.Join(' ', Enumerable.Range(0, 30).Select(_ => Word()));
            samples.Add(Feedback.Correction("What is it?", answer));

            // Two swapped letters in one of 30 words: about 0.95 of the pieces are shared.
            samples.Add(Feedback.Correction("What is it?", answer[..2] + answer[3] + answer[2] + answer[4..]));
        }

        int[] found = [.. s_near.Judge(samples).Select(verdict => verdict.At)];

        Assert.InRange(found.Length, 195, 200);
        Assert.All(found, at => Assert.Equal(1, at % 2));
    }
}
