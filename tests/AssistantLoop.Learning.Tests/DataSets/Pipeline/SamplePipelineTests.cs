using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.Tests.DataSets.Pipeline;

public sealed class SamplePipelineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_book_says_for_each_piece_why_it_is_out_and_the_counts_add_up()
    {
        Sample[] samples =
        [
            .. Enumerable.Range(0, 20).Select(i => Feedback.Correction($"What costs item {i}?", $"Item {i} costs {i} euros.")),
            Feedback.Correction("What costs item 3?", "Item 3 costs 3 euros."),
            Feedback.Correction("What costs it?", ""),
            Feedback.Rating(true, "visitor"),
        ];

        AssembledFeedback assembled = AssembledFeedback.Of(samples, [], DataSetRules.Default, Token);

        Assert.Equal(samples.Length, assembled.Ledger.Count);
        LedgerEntry duplicate = assembled.Ledger[samples[20].Id];
        Assert.Equal(
            (SampleOutcome.Dropped, "duplicate", "duplicate", samples[3].Id),
            (duplicate.Outcome, duplicate.Step, duplicate.Reason, duplicate.Related));
        Assert.Equal(("shape", "empty"), (assembled.Ledger[samples[21].Id].Step, assembled.Ledger[samples[21].Id].Reason));
        Assert.Equal(SampleOutcome.Quarantined, assembled.Ledger[samples[22].Id].Outcome);
        Assert.All(assembled.Steps.Zip(assembled.Steps.Skip(1)), pair =>
            Assert.Equal(pair.Second.In, pair.First.In - pair.First.Dropped - pair.First.Quarantined));
        Assert.Equal(20, assembled.Train.Count + assembled.HeldOut.Count);
    }

    [Fact]
    public void An_agents_confirmation_overrules_a_soft_step_and_is_noted()
    {
        Sample shouted = Feedback.Correction("Is it open?", "YES, WE ARE OPEN UNTIL SIX TODAY").Confirmed();

        AssembledFeedback assembled = AssembledFeedback.Of([shouted], [], DataSetRules.Default, Token);

        Assert.Equal(shouted.Id, Assert.Single(assembled.Train).Id);
        Assert.Equal(["quality: kept because an agent confirmed it; otherwise in capitals"], assembled.Ledger[shouted.Id].Notes);
        Assert.Equal(1, assembled.Steps.Single(step => step.Step == "quality").Overruled);
    }

    [Fact]
    public void A_confirmation_overrules_no_hard_step()
    {
        Sample asked = Feedback.Correction("Until when can I return plants?", "7 days.").Confirmed();
        Sample personal = Feedback.Correction("Mine is jo@mail.example?", "We write there.").Confirmed();

        AssembledFeedback assembled = AssembledFeedback.Of(
            [asked, personal], [new("suite", ["Until when can I return plants?"], [])], DataSetRules.Default, Token);

        Assert.Equal("decontamination", assembled.Ledger[asked.Id].Step);
        Assert.Equal("Mine is [e-mail]?", Assert.Single(assembled.Train).Question);
        Assert.Equal(["redaction: replaced 1 e-mail"], assembled.Ledger[personal.Id].Notes);
    }

    [Fact]
    public void A_correction_in_quarantine_comes_in_by_no_later_turn()
    {
        Sample planted = Feedback.Correction("Is it open?", "See http://evil.example now.", "No idea.");
        Sample later = Feedback.Correction("And on Sunday?", "Closed.") with
        {
            ConversationId = planted.ConversationId,
            Prompt = [Feedback.User("Is it open?"), Feedback.Assistant("No idea."), Feedback.User("And on Sunday?")],
        };

        AssembledFeedback assembled = AssembledFeedback.Of([planted, later], [], DataSetRules.Default, Token);

        Assert.Equal("foreign contact", assembled.Ledger[planted.Id].Step);
        Assert.Equal("No idea.", Assert.Single(assembled.Train).Prompt[1].Content);
    }
}
