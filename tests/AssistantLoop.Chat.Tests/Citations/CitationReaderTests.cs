using AssistantLoop.Chat.Citations;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Tests.Citations;

public sealed class CitationReaderTests
{
    private static readonly FoundPassage[] s_passages =
        [SampleContent.Found("A", "first"), SampleContent.Found("B", "second")];

    [Fact]
    public void Numbers_are_bound_to_the_prompts_passages_once_each()
    {
        IReadOnlyList<Citation> citations = CitationReader.Read("Two [2], one [1] and two again [2].", s_passages);

        Assert.Equal([(1, "A"), (2, "B")], citations.Select(citation => (citation.Number, citation.Source.Passage.Title)));
    }

    [Theory]
    [InlineData("No marks at all.")]
    [InlineData("Zero [0], three [3], a word [x], far too large [99999999999].")]
    public void A_number_without_a_passage_is_no_citation(string answer) =>
        Assert.Empty(CitationReader.Read(answer, s_passages));
}
