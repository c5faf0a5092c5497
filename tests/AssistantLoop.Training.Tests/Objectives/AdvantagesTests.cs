using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tests.Objectives;

public sealed class AdvantagesTests
{
    [Fact]
    public void A_groups_advantage_is_the_distance_from_the_mean_in_deviations()
    {
        // Mean 2, deviation sqrt((4 + 0 + 4) / 2) = 2.
        Assert.Equal([-2 / 2.0001, 0, 2 / 2.0001], Advantages.OfGroup([0, 2, 4]), Near);
    }

    [Fact]
    public void A_group_of_equals_has_no_advantage()
    {
        Assert.Equal([0, 0, 0], Advantages.OfGroup([7, 7, 7]));
        Assert.All(Advantages.OfGroup([0.3, 0.1 + 0.2, 0.3]), value => Assert.InRange(Math.Abs(value), 0, 1e-10));
    }

    [Fact]
    public void Leaving_one_out_compares_with_the_mean_of_the_others() =>
        Assert.Equal([0 - 3, 2 - 2, 4 - 1], Advantages.LeaveOneOut([0, 2, 4]), Near);

    [Fact]
    public void A_group_of_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Advantages.OfGroup([1]));
        Assert.Throws<ArgumentException>(() => Advantages.LeaveOneOut([1]));
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;
}
