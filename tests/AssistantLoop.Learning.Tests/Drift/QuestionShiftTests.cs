using AssistantLoop.Learning.Drift;

namespace AssistantLoop.Learning.Tests.Drift;

public sealed class QuestionShiftTests
{
    [Fact]
    public void A_vector_has_length_one_and_ignores_case_and_punctuation()
    {
        IReadOnlyList<(int Place, float Value)> vector = QuestionVector.Of("How long can I return?");

        Assert.Equal(1, vector.Sum(at => at.Value * at.Value), 5);
        Assert.Equal(vector, QuestionVector.Of("how long -- can i RETURN"));
        Assert.Empty(QuestionVector.Of("?!"));
    }

    [Fact]
    public void The_distance_is_that_of_the_pairwise_formula()
    {
        string[] one = ["How long can I return?", "Can I return a spade?"];
        string[] other = ["When is the shop open?", "Are you open on Sunday?", "What are the opening hours?"];

        // The same quantity from means of pairwise cosines: k(x,x') + k(y,y') - 2 k(x,y).
        double expected = Mean(one, one) + Mean(other, other) - 2 * Mean(one, other);

        Assert.Equal(expected, QuestionShift.Distance(Vectors(one), Vectors(other)), 6);
    }

    [Fact]
    public void With_all_deals_alike_the_chance_is_one_and_with_a_clear_shift_the_least_there_is()
    {
        string[] same = [.. Enumerable.Repeat("How long can I return?", 30)];
        string[] other = [.. Enumerable.Repeat("Do you sell bicycles?", 30)];

        Assert.Equal(1, QuestionShift.Chance(Vectors(same), Vectors(same), 99, new Random(1)));
        Assert.Equal(0.01, QuestionShift.Chance(Vectors(same), Vectors(other), 99, new Random(1)));
    }

    private static double Mean(string[] one, string[] other) =>
        (from a in one from b in other select Cosine(QuestionVector.Of(a), QuestionVector.Of(b))).Average();

    private static double Cosine(IReadOnlyList<(int Place, float Value)> a, IReadOnlyList<(int Place, float Value)> b) =>
        a.Join(b, x => x.Place, y => y.Place, (x, y) => (double)x.Value * y.Value).Sum();

    private static IReadOnlyList<(int Place, float Value)>[] Vectors(string[] questions) =>
        [.. questions.Select(QuestionVector.Of)];
}
