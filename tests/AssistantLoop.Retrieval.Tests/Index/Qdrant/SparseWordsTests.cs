using AssistantLoop.Retrieval.Index.Qdrant;

namespace AssistantLoop.Retrieval.Tests.Index.Qdrant;

public sealed class SparseWordsTests
{
    [Fact]
    public void A_stems_weight_is_its_part_of_BM25()
    {
        // 25 words of which "bell" 2 in the text and 1 in the heading: tf = 2 + 2 = 4, length / average = 0.5,
        // 4 * 2.2 / (4 + 1.2 * (0.25 + 0.75 * 0.5)) = 8.8 / 4.75
        (float[] values, uint[] indices) = SparseWords.OfPassage([new("bell", 1, 2), new("shop", 0, 22)]);

        Assert.Equal(8.8 / 4.75, values[Array.IndexOf(indices, SparseWords.IndexOf("bell"))], 1e-6);
        Assert.Equal(22 * 2.2 / 22.75, values[Array.IndexOf(indices, SparseWords.IndexOf("shop"))], 1e-6);
    }

    [Fact]
    public void A_longer_passage_weighs_less_and_no_repetition_beyond_the_limit()
    {
        float Weight(int count, int others) => SparseWords.OfPassage([new("bell", 0, count), new("x", 0, others)]).Values[0];

        Assert.True(Weight(1, 10) > Weight(1, 100));
        Assert.True(Weight(2, 10) > Weight(1, 10));
        Assert.InRange(Weight(10_000, 0), 0, 2.2f);
    }

    [Fact]
    public void A_question_counts_each_stem_once()
    {
        (float[] values, uint[] indices) = SparseWords.OfQuery(["bell", "shop", "bell"]);

        Assert.Equal([1f, 1f], values);
        Assert.Equal([SparseWords.IndexOf("bell"), SparseWords.IndexOf("shop")], indices);
        Assert.Empty(SparseWords.OfQuery([]).Indices);
    }

    [Theory]
    [InlineData("", 0x811c9dc5)]
    [InlineData("a", 0xe40c292c)]
    [InlineData("foobar", 0xbf9cf968)]
    public void Indices_are_FNV_1a(string stem, uint published) => Assert.Equal(published, SparseWords.IndexOf(stem));

    [Fact]
    public void Stems_that_share_a_hash_give_one_index()
    {
        // Found by trying: these two words have the same FNV-1a of 32 bits.
        Assert.Equal(SparseWords.IndexOf("costarring"), SparseWords.IndexOf("liquid"));
        Assert.Single(SparseWords.OfPassage([new("costarring", 0, 1), new("liquid", 0, 1)]).Indices);
    }
}
