using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Splits;

namespace AssistantLoop.Learning.Tests.DataSets.Splits;

public sealed class ConversationSplitTests
{
    [Fact]
    public void One_in_six_is_held_out_by_whole_conversations()
    {
        Sample[] samples = [.. Enumerable.Range(0, 600).Select(i => Feedback.Correction($"Question {i}?", "Yes."))];

        Assert.Equal(100, ConversationSplit.HeldOut(samples, 6).Count);
    }

    [Fact]
    public void No_question_is_on_both_sides()
    {
        // 300 conversations of two questions each, drawn from 60, chain into groups.
        Random random = new(5);
        Sample[] samples =
        [
            .. Enumerable.Range(0, 300).SelectMany(_ =>
            {
                Guid conversation = Guid.NewGuid();
                int topic = random.Next(30) * 2;
                return Enumerable.Range(0, 2).Select(at =>
                    Feedback.Correction($"How is topic {topic + at}?", "Fine.") with { ConversationId = conversation });
            }),
        ];

        HashSet<Guid> heldOut = ConversationSplit.HeldOut(samples, 6);

        Assert.NotEmpty(heldOut);
        Assert.All(samples.GroupBy(sample => sample.Question), same => Assert.Single(same.Select(sample => heldOut.Contains(sample.Id)).Distinct()));
        Assert.All(samples.GroupBy(sample => sample.ConversationId), talk => Assert.Single(talk.Select(sample => heldOut.Contains(sample.Id)).Distinct()));
    }

    [Fact]
    public void A_question_that_most_ask_is_trained_on()
    {
        Sample[] samples = [.. Enumerable.Range(0, 100).Select(i => Feedback.Correction(i < 80 ? "The same?" : $"Question {i}?", "Yes."))];

        HashSet<Guid> heldOut = ConversationSplit.HeldOut(samples, 6);

        Assert.DoesNotContain(samples.Take(80), sample => heldOut.Contains(sample.Id));
        Assert.InRange(heldOut.Count, 3, 20);
    }
}
