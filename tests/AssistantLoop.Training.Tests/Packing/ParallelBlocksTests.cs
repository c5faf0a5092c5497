using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Tests.Packing;

public sealed class ParallelBlocksTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Many_threads_give_the_order_of_one(long first)
    {
        // Early blocks take longest, so that later ones are done before them.
        static string[] Block(long start)
        {
            Thread.Sleep(start < 40 ? 20 : 0);
            return [.. Enumerable.Range(0, 8).Select(i => $"item {start + i}")];
        }

        Assert.Equal(
            ParallelBlocks.Of(first, 8, Block, workers: 1).Take(300),
            ParallelBlocks.Of(first, 8, Block, workers: 4).Take(300));
        Assert.Equal($"item {first + 299}", ParallelBlocks.Of(first, 8, Block, workers: 4).ElementAt(299));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_short_block_is_the_last(int workers) => Assert.Equal(
        [0, 1, 2, 3, 4, 5, 6],
        ParallelBlocks.Of(0, 3, start => start < 6 ? [start, start + 1, start + 2] : new[] { start }, workers));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_block_throws_comes_in_its_place(int workers)
    {
        static long[] Block(long start) => start < 6 ? [start, start + 1] : throw new InvalidDataException("broken");
        List<long> seen = [];
        Assert.Throws<InvalidDataException>(() => seen.AddRange(ParallelBlocks.Of(0, 2, Block, workers)));
        Assert.Equal([0, 1, 2, 3, 4, 5], ParallelBlocks.Of(0, 2, Block, workers).Take(6));
    }

    [Fact]
    public void No_more_blocks_are_made_than_the_bound_lets_ahead_and_none_after_the_reader_left()
    {
        int made = 0;
        int[] Block(long start)
        {
            Interlocked.Increment(ref made);
            return [(int)start];
        }

        Assert.Equal([0, 1, 2], ParallelBlocks.Of(0, 1, Block, workers: 2).Take(3));
        int after = Volatile.Read(ref made);
        Assert.InRange(after, 3, 3 + (2 * 4));
        Thread.Yield();
        Assert.Equal(after, Volatile.Read(ref made));
    }
}
