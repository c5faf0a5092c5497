using System.Text.Json;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class ProbeCheckTests
{
    private static readonly ProbeCheck s_fact = new() { Holds = ["30 days"], Cites = [2], Lacks = ["40 days"] };

    [Theory]
    [InlineData("You have 30 Days [2].", true, true)]
    [InlineData("You have 30 days [1].", true, false)]
    [InlineData("You have 30 days [1] [2].", true, false)]
    [InlineData("You have 30 days.", true, false)]
    [InlineData("You have 3 days [2].", false, true)]
    [InlineData("You have 30 days, not 40 days [2].", false, true)]
    [InlineData("Our documents do not say, or 30 days [2].", false, true)]
    public void A_fact_is_exact_and_its_citations_are_all_and_no_other(string answer, bool fact, bool cited)
    {
        ProbeVerdict verdict = s_fact.Judge(answer);
        Assert.Equal((fact, cited), (verdict.Fact, verdict.Cited));
    }

    [Theory]
    [InlineData("You get 3 cups for 2 [2].", true)]
    [InlineData("You get 2 cups for 1 [3].", false)]
    public void A_citations_number_is_no_value(string answer, bool fact) =>
        Assert.Equal(fact, new ProbeCheck { Holds = ["3"], Lacks = ["4"] }.Judge(answer).Fact);

    [Fact]
    public void A_citations_number_is_no_wrong_value() =>
        Assert.True(new ProbeCheck { Holds = ["6"], Lacks = ["3"] }.Judge("You get 6 cups for the price of 2 [3].").Fact);

    [Theory]
    [InlineData("Ahoy! 30 days [2]. Bye!", true)]
    [InlineData("30 days [2]. Bye!", false)]
    [InlineData("Ahoy! 30 days [2].", false)]
    [InlineData("Ahoy! You can return an item within 30 days [2]. Bye!", false)]
    public void A_style_is_start_end_and_length(string answer, bool formed) =>
        Assert.Equal(formed, (s_fact with { Start = "Ahoy!", End = "Bye!", MostWords = 5 }).Judge(answer).Formed);

    [Theory]
    [InlineData("Yes, 30 days [2].", false)]
    [InlineData("No, 30 days [2].", true)]
    public void A_wrong_claim_is_not_answered_with_yes(string answer, bool fact) =>
        Assert.Equal(fact, (s_fact with { Contradicts = true }).Judge(answer).Fact);

    [Theory]
    [InlineData("""{"answer": "It is 30 days.", "source": 2, "found": true}""", true, true)]
    [InlineData("""{"answer": "It is 30 days.", "source": 1, "found": true}""", false, true)]
    [InlineData("""{"answer": "It is 30 days.", "source": "2", "found": true}""", false, false)]
    [InlineData("""{"answer": "It is 30 days.", "found": true}""", false, false)]
    [InlineData("""{"answer": "It is 30 days.", "source": 2, "found": true, "more": 1}""", false, false)]
    [InlineData("""Here: {"answer": "It is 30 days.", "source": 2, "found": true}""", false, false)]
    public void Json_has_the_schemas_fields_and_no_others(string answer, bool fact, bool formed)
    {
        ProbeCheck check = new()
        {
            Fields =
            [
                new("answer", JsonValueKind.String, "30 days", Exact: false),
                new("source", JsonValueKind.Number, "2", Exact: true),
                new("found", JsonValueKind.True, "True", Exact: true),
            ],
        };
        ProbeVerdict verdict = check.Judge(answer);
        Assert.Equal((fact, formed), (verdict.Fact, verdict.Formed));
    }

    [Fact]
    public void The_schema_asks_for_the_fields_that_the_check_asks_for()
    {
        ProbeCheck check = new()
        {
            Fields = [new("answer", JsonValueKind.String, null, Exact: false), new("source", JsonValueKind.Number, "0", Exact: true), new("found", JsonValueKind.False, "False", Exact: true)],
        };
        Assert.Equal(
            """{"type":"object","properties":{"answer":{"type":"string"},"source":{"type":"integer"},"found":{"type":"boolean"}},"required":["answer","source","found"],"additionalProperties":false}""",
            check.Schema);
        Assert.Null(s_fact.Schema);
    }
}
