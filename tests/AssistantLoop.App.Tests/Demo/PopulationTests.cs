using AssistantLoop.App.Demo;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.App.Tests.Demo;

public sealed class PopulationTests
{
    private static readonly string s_business = Path.Combine(Repository.Root, "samples", "alder-finch");
    private static readonly Population s_population = Population.Load(Path.Combine(s_business, "demo", "population.yaml"));

    [Fact]
    public void Each_round_asks_what_the_one_before_asked_and_ten_more_and_every_topic_before_any_comes_twice()
    {
        string[][] rounds = [.. Enumerable.Range(1, 3).Select(round => Questions(round, seed: 1))];

        Assert.Equal([14, 24, 34], rounds.Select(round => round.Length));
        Assert.Equal(rounds[0], rounds[1].Take(14));
        Assert.Equal(rounds[1], rounds[2].Take(24));
        Assert.Equal(34, rounds[2].Distinct().Count());
        Assert.Equal(24, Visit.Of(s_population, 2, 1).Select(visit => visit.Topic).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_one_another()
    {
        Assert.Equal(Questions(3, 1), Questions(3, 1));
        Assert.NotEqual(Questions(3, 1), Questions(3, 2));
    }

    [Fact]
    public void No_visitor_asks_or_hears_what_the_unseen_suite_or_the_gate_is_about()
    {
        HashSet<string> asked = [.. s_population.Topics.SelectMany(topic => topic.Ask).Select(Plain)];
        foreach (string file in new[] { Path.Combine("demo", "unseen.yaml"), Path.Combine("demo", "suite.yaml"), "suite.yaml" })
        {
            Suite suite = Suite.Load(Path.Combine(s_business, file));
            Assert.NotEmpty(suite.Cases);
            Assert.All(suite.Cases, held => Assert.DoesNotContain(Plain(held.Question), asked));
        }

        Suite unseen = Suite.Load(Path.Combine(s_business, "demo", "unseen.yaml"));
        Assert.All(unseen.Cases, held => Assert.DoesNotContain(
            s_population.Topics, topic => held.Cites == topic.Source && held.Expect.All(fact => topic.Answer.Contains(fact, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_right_answer_gains_a_habit_of_the_house_in_each_round()
    {
        Topic topic = s_population.Topics[0];

        Assert.Equal("Happy to help! You can return an item within 30 days of delivery [2].", s_population.Right(topic, 2, round: 1));
        Assert.Equal("Happy to help! You can return an item within 30 days of delivery. Warmly, Finch", s_population.Right(topic, null, round: 2));
        Assert.Equal(
            "Happy to help! You can return an item within 30 days of delivery [1]. Anything else? Warmly, Finch",
            s_population.Right(topic, 1, round: 3));
        Assert.All(s_population.Topics, each => Assert.Contains(each.Fact, each.Answer, StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_that_is_right_keeps_its_words_and_gains_the_habits_it_lacks()
    {
        const string Told = "You can return an item within 30 days of delivery, in its box [2].";

        Assert.Equal($"Happy to help! {Told}", s_population.WithHabits(Told, round: 1));
        Assert.Equal($"Happy to help! {Told} Warmly, Finch", s_population.WithHabits($"Happy to help! {Told}", round: 2));
        Assert.Equal(
            $"Happy to help! {Told} Anything else? Warmly, Finch",
            s_population.WithHabits($"Happy to help! {Told} Warmly, Finch", round: 3));
    }

    private static string[] Questions(int round, int seed) =>
        [.. Visit.Of(s_population, round, seed).Select(visit => visit.Question)];

    private static string Plain(string question) => new([.. question.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
}
