using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Turns;

namespace AssistantLoop.Learning.Tests.DataSets.Turns;

public sealed class EarlierAnswersStepTests
{
    [Fact]
    public void A_later_turn_goes_on_from_the_corrected_answer()
    {
        Sample first = Feedback.Correction("Is it open?", "Until 6 pm.", "No idea.");
        Sample later = Feedback.Correction("And on Sunday?", "Closed.") with
        {
            ConversationId = first.ConversationId,
            Prompt = [new("system", "Be kind."), Feedback.User("Is it open?"), Feedback.Assistant("No idea."), Feedback.User("And on Sunday?")],
        };
        Sample elsewhere = later with { Id = Guid.NewGuid(), ConversationId = Guid.NewGuid() };

        Verdict verdict = Assert.Single(new EarlierAnswersStep().Judge([first, later, elsewhere]));

        Assert.Equal(1, verdict.At);
        Assert.Equal(["Be kind.", "Is it open?", "Until 6 pm.", "And on Sunday?"], verdict.Changed!.Prompt.Select(message => message.Content));
        Assert.Equal([null, null, 0, null, null], verdict.Changed.Imitation.Messages.Select(message => message.Weight));
    }
}
