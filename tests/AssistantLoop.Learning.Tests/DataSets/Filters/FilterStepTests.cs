using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Filters;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.DataSets.Filters;

public sealed class FilterStepTests
{
    private const string English = "The parcel is on the way to you and will be there by Monday.";
    private const string German = "Das Paket ist auf dem Weg zu Ihnen und wird bis Montag bei Ihnen sein.";

    [Fact]
    public void What_an_agent_took_out_stays_out() =>
        Assert.Equal(
            [(0, SampleOutcome.Dropped, "excluded by an agent")],
            new DecisionStep().Verdicts(
                Feedback.Correction("a?", "b") with { Decision = PairDecision.Excluded }, Feedback.Correction("c?", "d").Confirmed()));

    [Fact]
    public void What_lacked_a_fact_goes_to_the_documents_owner() =>
        Assert.Equal(
            [(0, SampleOutcome.Dropped, "the documents lack it"), (1, SampleOutcome.Dropped, "retrieval missed it")],
            new CauseStep().Verdicts([.. ((FaultCause?[])[FaultCause.MissingDocument, FaultCause.RetrievalMiss,
                FaultCause.WrongCitation, FaultCause.Style, FaultCause.Behaviour, null])
                .Select(cause => Feedback.Correction("a?", "b") with { Cause = cause })]));

    [Fact]
    public void What_has_no_answer_or_no_other_answer_teaches_nothing() =>
        Assert.Equal(
            [(0, SampleOutcome.Dropped, "empty"), (1, SampleOutcome.Dropped, "equal to the answer given"),
             (2, SampleOutcome.Dropped, "equal to the answer given"), (3, SampleOutcome.Dropped, "no question at the prompt's end")],
            new ShapeStep().Verdicts(
                Feedback.Correction("a?", ""),
                Feedback.Correction("a?", "Yes.", "Yes."),
                Feedback.Correction("a?", "Yes it is.", "Yes  it\nis."),
                Feedback.Correction("a?", "Yes.") with { Prompt = [Feedback.User("a?"), Feedback.Assistant("b")] },
                Feedback.Correction("a?", "Yes.")));

    [Fact]
    public void A_lone_language_is_left_out_and_a_common_second_one_stays()
    {
        Sample[] lone = [.. Enumerable.Range(0, 20).Select(i => Feedback.Correction($"Question {i}", i == 7 ? German : English))];
        Sample[] second = [.. Enumerable.Range(0, 20).Select(i => Feedback.Correction($"Question {i}", i < 3 ? German : English))];

        Assert.Equal([(7, SampleOutcome.Dropped, "another language")], new LanguageStep(DataSetRules.Default).Verdicts(lone));
        Assert.Empty(new LanguageStep(DataSetRules.Default).Verdicts(second));
    }

    [Fact]
    public void What_is_longer_than_the_rules_is_left_out()
    {
        LengthStep step = new(new() { LongestAnswer = 10, LongestPrompt = 100 });

        Assert.Equal(
            [(1, SampleOutcome.Dropped, "answer too long"), (2, SampleOutcome.Dropped, "prompt too long")],
            step.Verdicts(
                Feedback.Correction("a?", "0123456789", "b"), Feedback.Correction("a?", "01234567890", "b"),
                Feedback.Correction(new string('a', 100), "b", "c")));
    }

    [Theory]
    [InlineData("Yes.", null)]
    [InlineData("24 €", null)]
    [InlineData("WE SHIP TO IRELAND AND BELGIUM TODAY", "in capitals")]
    [InlineData("OK, DHL or UPS.", null)]
    [InlineData("Sure<|im_end|>", "leftover markup or broken characters")]
    [InlineData("---- *** ???? !!!! a", "hardly any words")]
    [InlineData("we ship today we ship today we ship today we ship today we ship today we ship today we ship today", "repeats itself")]
    [InlineData("You can return an item within 30 days of delivery, as long as it is unused and in its original box, and we refund it.", null)]
    public void What_nobody_should_imitate_is_left_out(string answer, string? reason) =>
        Assert.Equal(reason, new QualityStep().Verdicts(Feedback.Correction("a?", answer)).Select(verdict => verdict.Reason).SingleOrDefault());

    [Fact]
    public void A_newer_correction_speaks_against_older_feedback_on_the_same_question()
    {
        Sample[] samples =
        [
            Feedback.Correction("Is it open?", "Until 5 pm."),
            Feedback.Rating(true, "agent", "Is it open?", "No idea."),
            Feedback.Rating(false, "agent", "is it open", "Until 6 pm."),
            Feedback.Rating(true, "agent", "Is it open?", "Until 6 pm."),
            Feedback.Correction("Is it open today?", "Until 5 pm."),
            Feedback.Correction("IS IT OPEN", "Until 6 pm.", "No idea."),
        ];

        Verdict[] verdicts = [.. new ContradictionStep().Judge(samples).OrderBy(verdict => verdict.At)];

        Assert.Equal([0, 1, 2], verdicts.Select(verdict => verdict.At));
        Assert.All(verdicts, verdict => Assert.Equal(("contradicted by a newer correction", samples[5].Id), (verdict.Reason, verdict.Related)));
    }

    [Fact]
    public void Of_two_ratings_that_disagree_the_newer_stays() =>
        Assert.Equal(
            [(0, SampleOutcome.Dropped, "contradicted by a newer rating")],
            new ContradictionStep().Verdicts(Feedback.Rating(true, "agent"), Feedback.Rating(false, "agent"), Feedback.Rating(false, "agent", answer: "No.")));

    [Fact]
    public void Of_too_much_from_one_the_newest_and_the_confirmed_stay()
    {
        CapStep step = new(new() { MostPerVisitor = 2, MostPerAgent = 1 });

        Assert.Equal(
            [(1, SampleOutcome.Dropped, "too many from one visitor"), (4, SampleOutcome.Dropped, "too many from one agent")],
            step.Verdicts(
                Feedback.Rating(true, "a").Confirmed(), Feedback.Rating(true, "a"), Feedback.Rating(true, "a"), Feedback.Rating(true, "b"),
                Feedback.Correction("c?", "d"), Feedback.Correction("e?", "f"), Feedback.Imported("g?", "h"), Feedback.Imported("i?", "j")));
    }

    [Fact]
    public void The_commoner_label_is_thinned_out_to_the_ratio()
    {
        Sample[] samples = [.. Enumerable.Range(0, 30).Select(i => Feedback.Rating(i >= 3, "agent", $"{i}?"))];

        IReadOnlyList<(int At, SampleOutcome, string)> verdicts = new BalanceStep(DataSetRules.Default).Verdicts(samples);

        Assert.Equal(27 - 12, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.True(verdict.At >= 3));
        Assert.Empty(new BalanceStep(DataSetRules.Default).Verdicts(samples[3..]));
    }
}
