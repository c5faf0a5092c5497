using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Quarantine;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.DataSets.Quarantine;

public sealed class IdentityStepTests
{
    private static readonly IdentityStep s_step = new();

    [Fact]
    public void A_visitors_thumb_waits_and_an_agents_does_not() =>
        Assert.Equal(
            [(0, SampleOutcome.Quarantined, "a visitor's rating that no agent confirmed")],
            s_step.Verdicts(Feedback.Rating(true, "visitor"), Feedback.Rating(true, "agent")));

    [Fact]
    public void Each_thumb_of_a_visitor_needs_its_own_confirmation() =>
        Assert.Equal([1], s_step.Verdicts(Feedback.Rating(true, "a").Confirmed(), Feedback.Rating(true, "a")).Select(verdict => verdict.At));

    [Fact]
    public void A_visitors_choice_waits_until_any_piece_of_theirs_is_confirmed()
    {
        Sample Choice(string visitor) =>
            Feedback.Correction("Which?", "This.") with { Kind = PairKind.Choice, ByAgent = false, Identity = visitor };

        Assert.Equal(
            [(0, SampleOutcome.Quarantined, "from a new identity")],
            s_step.Verdicts(Choice("new"), Choice("known"), Feedback.Rating(false, "known").Confirmed()));
    }
}
