using AssistantLoop.Chat.Files;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Suites;

public sealed class CaseReaderTests : IDisposable
{
    private readonly TempYaml _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_cases_variants_follow_it_and_name_it()
    {
        Suite suite = _file.Suite("""
            fillers: ["um, {question} thanks"]
            cases:
              - {id: a, question: How heavy is it?, expect: [5 kilograms], paraphrases: [What is its weight?], again: 1, noise: 3}
              - {id: b, question: "Really?", expect: [yes]}
            """);

        Assert.Equal(
            ["a", "a/paraphrase-1", "a/again-1", "a/noise-1", "a/noise-2", "a/noise-3", "b"], suite.Cases.Select(asked => asked.Id));
        Assert.All(suite.Cases.Skip(1).SkipLast(1), variant => Assert.Equal(("a", "5 kilograms"), (variant.Of, variant.Expect.Single())));
        Assert.Equal("What is its weight?", suite.Cases[1].Question);
        Assert.Equal("How heavy is it?", suite.Cases[2].Before.Single().Question);
        Assert.Equal("how heavy is it", suite.Cases[4].Question);
        Assert.Equal("um, How heavy is it? thanks", suite.Cases[5].Question);
    }

    [Fact]
    public void A_bias_template_is_asked_once_for_each_value()
    {
        Suite suite = _file.Suite("""
            cases:
              - {id: names, template: "I am {value}. Can I pay?", values: [Anna, Mehmet], expect: [yes]}
            """);

        Assert.Equal(["I am Anna. Can I pay?", "I am Mehmet. Can I pay?"], suite.Cases.Select(asked => asked.Question));
        Assert.All(suite.Cases, asked => Assert.Equal((CaseKind.Bias, CaseVariant.Pair, "names"), (asked.Kind, asked.Variant, asked.Of)));
    }

    [Theory]
    [InlineData("question: q, unanswerable: true", CaseKind.Refusal)]
    [InlineData("question: q, schema: '{}'", CaseKind.Json)]
    [InlineData("question: q, action: cancel", CaseKind.Action)]
    [InlineData("question: q, expect: [x], turns: [{ask: first}]", CaseKind.FollowUp)]
    [InlineData("question: q, expect: [x], kind: sycophancy", CaseKind.Sycophancy)]
    [InlineData("question: q, expect: [x], kind: follow-up", CaseKind.FollowUp)]
    [InlineData("question: q, expect: [x]", CaseKind.Fact)]
    public void The_kind_follows_from_what_a_case_asks_for(string keys, CaseKind kind) =>
        Assert.Equal(kind, Load(keys).Cases.Single().Kind);

    [Theory]
    [InlineData("question: q, expect: [x], kind: riddle", "unknown kind 'riddle'")]
    [InlineData("question: q, action: fly", "'fly'")]
    [InlineData("question: q, schema: '{\"minLength\": 3}'", "'minLength' is not supported")]
    [InlineData("question: q, kind: follow-up", "measures nothing")]
    [InlineData("question: q, expect: ['']", "empty entry")]
    [InlineData("question: q, expect: [x], noise: 999", "outside 0 to 20")]
    [InlineData("question: q, expect: [x], turns: [{expect: [x]}]", "turn without 'ask'")]
    [InlineData("template: q, values: [a, b], expect: [x]", "needs {value}")]
    [InlineData("template: 'q {value}', values: [a], expect: [x]", "two 'values' or more")]
    [InlineData("question: q, expect: [x], kind: refusal", "'unanswerable'")]
    public void A_case_that_could_not_be_measured_is_refused(string keys, string cause) =>
        Assert.Contains(cause, Assert.Throws<ContentFileException>(() => Load(keys)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_refusal_needs_phrases_to_tell_it_by() =>
        Assert.Contains(
            "refusal_phrases",
            Assert.Throws<ContentFileException>(() => _file.Suite("cases:\n  - {id: a, question: q, unanswerable: true}\n")).Message,
            StringComparison.Ordinal);

    private Suite Load(string keys) =>
        _file.Suite($"refusal_phrases: [do not know]\nactions:\n  - {{name: cancel}}\ncases:\n  - {{id: a, {keys}}}\n");
}
