using AssistantLoop.Chat.Citations;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Evaluation.Tests.Metrics;

public sealed class GroundednessTests
{
    private const string Passage = "Standard shipping costs 4.90 euros. Parcels are delivered in 2 days.";

    [Theory]
    [InlineData("Standard shipping costs 4.90 euros [1].", 1.0)]
    [InlineData("The delivery of parcels: 2 days [1].", 1.0)] // delivery finds delivered
    [InlineData("Standard shipping costs 5.90 euros [1].", 0.0)] // a number that stands nowhere
    [InlineData("Standard shipping costs 4.90 euros. Drones bring everything [1].", 0.5)] // one sentence of two
    [InlineData("Parcels arrive quickly [1].", 1.0 / 3)] // one word of three
    public void Every_claim_must_stand_in_the_cited_passage(string answer, double grounded) =>
        Assert.Equal(grounded, Measure(answer)!.Value, 12);

    [Fact]
    public void A_claim_without_a_citation_has_no_ground() => Assert.Equal(0, Measure("Shipping costs 4.90 euros.", cited: false));

    [Fact]
    public void The_house_style_and_plain_words_claim_nothing()
    {
        Assert.Equal(1, Measure("Hello friend! Surely shipping costs 4.90 euros [1]. Cheers, Finch"));
        Assert.Null(Measure("Surely! [1]"));
    }

    private static double? Measure(string answer, bool cited = true)
    {
        SuiteCase asked = new("a", "q", ["x"], "Shipping > Cost");
        Suite suite = new("suite", "hash", new("Hello friend!", "Cheers, Finch"), [asked]) { PlainWords = ["surely"] };
        Citation[] citations = cited
            ? [new(1, new FoundPassage(new Passage("p", "a.md", "Shipping > Cost", Passage, ""), 1))]
            : [];
        return CaseMetrics.Measure(suite, asked, new(answer, citations)).Value("grounded");
    }
}
