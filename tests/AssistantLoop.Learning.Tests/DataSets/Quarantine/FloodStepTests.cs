using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Quarantine;

namespace AssistantLoop.Learning.Tests.DataSets.Quarantine;

public sealed class FloodStepTests
{
    private static readonly FloodStep s_step = new(DataSetRules.Default);

    [Fact]
    public void Five_hundred_thumbs_from_one_visitor_are_quarantined_whole_and_the_others_stay()
    {
        Sample[] samples =
        [
            .. Enumerable.Range(0, 100).Select(i => Feedback.Rating(true, $"visitor {i}")),
            .. Enumerable.Range(0, 500).Select(_ => Feedback.Rating(true, "flood")),
        ];

        Verdict[] verdicts = [.. s_step.Judge(samples)];

        Assert.Equal(Enumerable.Range(100, 500), verdicts.Select(verdict => verdict.At));
        Assert.All(verdicts, verdict => Assert.Equal("500 from one visitor; the others' median is 1", verdict.Evidence));
    }

    [Fact]
    public void A_flood_with_nobody_to_compare_with_is_one_too() =>
        Assert.Equal(50, s_step.Verdicts([.. Enumerable.Range(0, 50).Select(_ => Feedback.Rating(false, "flood"))]).Count);

    [Fact]
    public void Where_all_give_much_nobody_floods() =>
        Assert.Empty(s_step.Verdicts([.. Enumerable.Range(0, 600).Select(i => Feedback.Rating(true, $"visitor {i % 6}"))]));

    [Fact]
    public void The_only_agents_of_a_small_team_are_no_flood() =>
        Assert.Empty(s_step.Verdicts(
            [.. Enumerable.Range(0, 300).Select(i => Feedback.Correction($"{i}?", "Yes.", agent: i < 5 ? "ann" : "ben"))]));

    [Fact]
    public void An_agent_who_gives_a_hundred_times_the_others_is_one_until_a_piece_is_confirmed()
    {
        Sample[] samples = [.. Enumerable.Range(0, 306).Select(i => Feedback.Correction($"{i}?", "Yes.", agent: i < 6 ? $"agent {i}" : "taken over"))];

        Assert.Equal(300, s_step.Verdicts(samples).Count);
        samples[^1] = samples[^1].Confirmed();
        Assert.Empty(s_step.Verdicts(samples));
    }

    [Fact]
    public void An_imported_file_is_no_flood() =>
        Assert.Empty(s_step.Verdicts([.. Enumerable.Range(0, 500).Select(i => Feedback.Imported($"{i}?", "Yes."))]));
}
