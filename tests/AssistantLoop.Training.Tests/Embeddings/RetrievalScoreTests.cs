using AssistantLoop.Training.Embeddings;

namespace AssistantLoop.Training.Tests.Embeddings;

public sealed class RetrievalScoreTests
{
    [Fact]
    public void Ranks_are_counted_among_texts_of_other_groups()
    {
        // Query 0 finds its text first; query 1 third, and query 2 (of query 0's group) by text 0, behind text 1.
        double[,] scores = { { 9, 1, 2 }, { 5, 1, 3 }, { 4, 6, 0 } };
        RetrievalScore score = RetrievalScore.Of([1, 2, 1], (query, text) => scores[query, text]);
        Assert.Equal(1.0 / 3, score.Recall1, 1e-9);
        Assert.Equal(1, score.Recall5, 1e-9);
        Assert.Equal((1 + (1.0 / 3) + (1.0 / 2)) / 3, score.Mrr, 1e-9);
        Assert.Equal(3, score.Queries);
    }

    [Fact]
    public void A_scorer_that_knows_nothing_finds_nothing_first()
    {
        RetrievalScore score = RetrievalScore.Of([1, 2, 3, 4], (_, _) => 0);
        Assert.Equal((0, 0.25), (score.Recall1, score.Mrr));
    }
}
