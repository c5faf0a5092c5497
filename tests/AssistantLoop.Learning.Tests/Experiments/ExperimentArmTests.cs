using AssistantLoop.Learning.Experiments;

namespace AssistantLoop.Learning.Tests.Experiments;

public sealed class ExperimentArmTests
{
    private static readonly Guid s_experiment = Guid.Parse("0192f0aa-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void About_the_share_of_visitors_is_treated_and_each_always_alike(double share)
    {
        bool[] treated = [.. Visitors().Select(visitor => ExperimentArm.IsTreated(s_experiment, visitor, share))];

        Assert.Equal(treated, Visitors().Select(visitor => ExperimentArm.IsTreated(s_experiment, visitor, share)));
        // Four standard errors of a share of one half in 4,000.
        Assert.InRange(treated.Count(is_ => is_) / 4000.0, share - 0.032, share + 0.032);
    }

    [Fact]
    public void A_larger_share_only_adds_visitors() => Assert.All(
        Visitors().Where(visitor => ExperimentArm.IsTreated(s_experiment, visitor, 0.1)),
        visitor => Assert.True(ExperimentArm.IsTreated(s_experiment, visitor, 0.3)));

    [Fact]
    public void Nobody_is_treated_at_share_0_and_everybody_at_share_1()
    {
        Assert.DoesNotContain(Visitors(), visitor => ExperimentArm.IsTreated(s_experiment, visitor, 0));
        Assert.All(Visitors(), visitor => Assert.True(ExperimentArm.IsTreated(s_experiment, visitor, 1)));
    }

    [Fact]
    public void Another_experiment_deals_the_visitors_anew()
    {
        Guid other = Guid.Parse("0192f0aa-0000-7000-8000-000000000002");

        int both = Visitors().Count(visitor =>
            ExperimentArm.IsTreated(s_experiment, visitor, 0.5) && ExperimentArm.IsTreated(other, visitor, 0.5));

        Assert.InRange(both / 4000.0, 0.25 - 0.03, 0.25 + 0.03);
    }

    private static IEnumerable<string> Visitors() => Enumerable.Range(0, 4000).Select(i => $"visitor:{i}");
}
