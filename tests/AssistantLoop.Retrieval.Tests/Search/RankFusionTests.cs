using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class RankFusionTests
{
    [Fact]
    public void Scores_are_the_sums_of_reciprocal_ranks()
    {
        FoundPassage[] words = [Found.Of("a", 9), Found.Of("b", 8), Found.Of("c", 1)];
        FoundPassage[] vectors = [Found.Of("c", 0.9), Found.Of("b", 0.8)];

        IReadOnlyList<FoundPassage> fused = RankFusion.Fuse((words, 1), (vectors, 1));

        Assert.Equal(["c", "b", "a"], fused.Select(found => found.Passage.Id));
        Assert.Equal((1.0 / 6) + (1.0 / 8), fused[0].Score, 1e-12);
        Assert.Equal(2.0 / 7, fused[1].Score, 1e-12);
        Assert.Equal(1.0 / 6, fused[2].Score, 1e-12);
    }

    [Fact]
    public void A_lists_weight_multiplies_what_it_gives()
    {
        IReadOnlyList<FoundPassage> fused = RankFusion.Fuse(([Found.Of("a")], 1), ([Found.Of("b")], 3));

        Assert.Equal(["b", "a"], fused.Select(found => found.Passage.Id));
        Assert.Equal(3.0 / 6, fused[0].Score, 1e-12);
    }

    [Fact]
    public void Nothing_found_fuses_to_nothing() => Assert.Empty(RankFusion.Fuse(([], 1), ([], 1)));
}
