using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Suites;

public sealed class SuiteTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_samples_suite_loads_and_shares_no_question_with_its_corrections()
    {
        string sample = Path.Combine(Root(), "samples", "alder-finch");
        Suite suite = Suite.Load(Path.Combine(sample, "suite.yaml"));
        string corrections = File.ReadAllText(Path.Combine(sample, "corrections.yaml"));

        Assert.True(suite.Cases.Count >= 20);
        Assert.All(suite.Cases, asked => Assert.DoesNotContain(asked.Question, corrections, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            suite.Cases.SelectMany(asked => asked.Expect),
            fact => Assert.DoesNotContain(" " + fact + " ", corrections, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_samples_general_suite_shares_no_question_with_what_is_trained_on_or_decided_by()
    {
        string sample = Path.Combine(Root(), "samples", "alder-finch");
        Suite general = Suite.Load(Path.Combine(sample, "suite-general.yaml"));
        string others = File.ReadAllText(Path.Combine(sample, "corrections.yaml")) + File.ReadAllText(Path.Combine(sample, "suite.yaml"));

        Assert.InRange(general.Cases.Count, 50, 70); // one case is two points at most, and a run asks all twice
        Assert.All(general.Cases, asked => Assert.DoesNotContain($"question: {asked.Question}", others, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_samples_suite_costs_less_than_60_answers()
    {
        Suite suite = Suite.Load(Path.Combine(Root(), "samples", "alder-finch", "suite.yaml"));

        Assert.InRange(suite.Cases.Sum(asked => 1 + asked.Before.Count), 24, 60);
        Assert.Equal(24, suite.Cases.Count(asked => asked is { Kind: CaseKind.Fact, Variant: CaseVariant.None }));
    }

    [Theory]
    [InlineData("name: x\n", "'cases'")]
    [InlineData("cases:\n  - {id: a, question: q?, expect: [x]}\n  - {id: a, question: q?, expect: [x]}\n", "used before: 'a'")]
    [InlineData("cases:\n  - {id: a, question: q?}\n", "'expect'")]
    public void A_malformed_suite_is_refused_with_the_cause(string yaml, string cause)
    {
        File.WriteAllText(_path, yaml);

        Assert.Contains(cause, Assert.Throws<ContentFileException>(() => Suite.Load(_path)).Message, StringComparison.Ordinal);
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
