using AssistantLoop.Learning.DataSets.Duplicates;

namespace AssistantLoop.Learning.Tests.DataSets.Duplicates;

public sealed class MinHashTests
{
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(900, 100)]
    [InlineData(500, 500)]
    [InlineData(100, 900)]
    [InlineData(0, 1000)]
    public void The_estimate_is_within_four_deviations_of_the_jaccard_index(int shared, int own)
    {
        // Two sets of shared + own values each: J = shared / (shared + 2 own).
        double exact = (double)shared / (shared + (2 * own));
        Random random = new(7);
        ulong[] common = Draw(random, shared), left = Draw(random, own), right = Draw(random, own);
        MinHash hash = new(256);

        double estimate = MinHash.Similarity(hash.Of([.. common, .. left]), hash.Of([.. right, .. common]));

        Assert.InRange(Math.Abs(estimate - exact), 0, (4 * Math.Sqrt(exact * (1 - exact) / 256)) + 1e-9);
    }

    [Fact]
    public void The_jaccard_index_of_two_texts_is_that_of_their_pieces()
    {
        // "abcdefg": abcde bcdef cdefg; "bcdefgh": bcdef cdefg defgh. Two shared of four.
        Assert.Equal(0.5, Shingles.Jaccard(Shingles.Of("ABCDEFG"), Shingles.Of("bcdefgh!")));
        Assert.Equal(1, Shingles.Jaccard(Shingles.Of("Is it open?"), Shingles.Of("is  IT open")));
        Assert.Equal(0, Shingles.Jaccard(Shingles.Of("open"), Shingles.Of("closed")));
    }

    private static ulong[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64())];
}
