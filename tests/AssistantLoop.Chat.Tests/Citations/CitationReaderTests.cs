using AssistantLoop.Chat.Citations;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Tests.Citations;

public sealed class CitationReaderTests
{
    private static readonly FoundPassage[] s_passages =
    [
        SampleContent.Found("Returns > How long", "You can return an item within 30 days of delivery. Plants can be returned within 7 days."),
        SampleContent.Found("Returns > Return label", "The return label is free for members of the Finch Club. Everyone else pays 3.50 euros for the label."),
        SampleContent.Found("Wren garden lamp > Battery", "The battery of the Wren garden lamp lasts 10 hours and charges by sunlight."),
    ];

    [Fact]
    public void Numbers_are_bound_to_the_prompts_passages_once_each()
    {
        const string Answer = "The label is 3.50 euros [2]. Plants can go back within 7 days [1], other items within 30 days [1].";

        Assert.Equal(
            [(1, "Returns > How long"), (2, "Returns > Return label")],
            CitationReader.Read(Answer, s_passages).Select(citation => (citation.Number, citation.Source.Passage.Title)));
    }

    [Theory]
    [InlineData("No marks at all.")]
    [InlineData("In other digits [٣].")]
    [InlineData("Zero [0], nine [9], a word [x], far too large [99999999999].")]
    public void A_number_without_a_passage_is_no_citation(string answer)
    {
        Assert.Empty(CitationReader.Read(answer, s_passages));
        Assert.Empty(CitationReader.Given(answer, s_passages));
    }

    [Theory]
    [InlineData("Plants can be returned within 7 days [1].", "1")]
    [InlineData("Plants can be returned within 7 days. [1]", "1")]
    [InlineData("You have seven days to return plants [1].", "1")]
    [InlineData("The label costs 3,5 euros [2].", "2")]
    [InlineData("Plants can be returned within 14 days [1].", "")] // A number that the passage does not hold.
    [InlineData("Plants can be returned within 7 days [2].", "")] // The passage beside the right one.
    [InlineData("The battery lasts 10 hours [3]. Standard parcels arrive tomorrow [3].", "3")]
    [InlineData("We ship to Norway by freight company [3].", "")]
    [InlineData("It lasts 10 hours [3] and the label costs 3.50 euros [2].", "2,3")]
    [InlineData("Return the lamp with its battery within 30 days [1][3].", "1,3")]
    [InlineData("Members of the Finch Club get the label for free [2] [3].", "2")]
    [InlineData("Yes [1].", "1")]
    public void A_citation_holds_where_its_passage_says_so(string answer, string numbers) =>
        Assert.Equal(numbers, string.Join(',', CitationReader.Read(answer, s_passages).Select(citation => citation.Number)));

    [Fact]
    public void What_an_answer_gives_is_told_apart_from_what_holds() =>
        Assert.Equal(
            [2], CitationReader.Given("Plants can be returned within 7 days [2].", s_passages).Select(citation => citation.Number));
}
