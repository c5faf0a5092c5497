using AssistantLoop.App.Demo;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.App.Tests.Demo;

public sealed class PopulationTests
{
    private static readonly string s_business = Path.Combine(Repository.Root, "samples", "alder-finch");
    private static readonly Population s_population = Population.Load(Path.Combine(s_business, "demo", "population.yaml"));

    [Fact]
    public void No_question_is_asked_twice_and_each_round_brings_topics_that_none_before_had()
    {
        IReadOnlyList<IReadOnlyList<Visit>> rounds = Visit.Rounds(s_population, 3, seed: 1);

        Assert.Equal([16, 24, 32], rounds.Select(round => round.Count));
        Visit[] all = [.. rounds.SelectMany(round => round)];
        Assert.Equal(all.Length, all.Select(visit => visit.Question).Distinct().Count());
        Assert.All(all, visit => Assert.Contains(visit.Question, visit.Topic.Ask));
        Assert.Equal(s_population.Topics.Count, rounds.Sum(round => round.Select(visit => visit.Topic).Distinct().Count()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_one_another()
    {
        string[] Questions(int seed) => [.. Visit.Rounds(s_population, 3, seed).SelectMany(round => round).Select(visit => visit.Question)];

        Assert.Equal(Questions(1), Questions(1));
        Assert.NotEqual(Questions(1), Questions(2));
    }

    [Fact]
    public void No_visitor_asks_or_hears_what_the_unseen_suite_or_the_gate_is_about()
    {
        HashSet<string> asked = [.. s_population.Topics.SelectMany(topic => topic.Ask).Select(Plain)];
        foreach (string file in new[] { Path.Combine("demo", "unseen.yaml"), "suite.yaml" })
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
    public void A_right_answer_has_greeting_fact_citation_and_farewell()
    {
        Topic topic = s_population.Topics[0];

        Assert.Equal("Happy to help! You can return an item within 30 days of delivery [2]. Warmly, Finch", s_population.Right(topic, 2));
        Assert.Equal("Happy to help! You can return an item within 30 days of delivery. Warmly, Finch", s_population.Right(topic, null));
        Assert.All(s_population.Topics, each => Assert.Contains(each.Fact, each.Answer, StringComparison.Ordinal));
    }

    private static string Plain(string question) => new([.. question.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
}
