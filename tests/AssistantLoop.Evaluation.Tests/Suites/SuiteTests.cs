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
