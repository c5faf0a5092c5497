using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Tests.Packing;

public sealed class PaddedBatchTests
{
    [Fact]
    public void Padding_and_prompts_do_not_count()
    {
        TokenBatch batch = PaddedBatch.Of([
            new EncodedChat([1, 2, 3], [false, false, true]), new EncodedChat([4, 5], [true, true]),
        ]);
        Assert.Equal((2, 3), (batch.Rows, batch.Length));
        Assert.Equal([1L, 2, 3, 4, 5, 0], batch.Ids);
        Assert.Equal([0f, 0, 1, 0, 1, 0], batch.Weights);
        Assert.Equal(2, batch.TotalWeight);
    }

    [Fact]
    public void Sorted_batches_hold_every_text_within_the_bound()
    {
        Random random = new(1);
        var chats = Enumerable.Range(0, 40).Select(_ => random.Next(2, 60))
            .Select(length => new EncodedChat(new int[length], [.. new bool[length - 1], true])).ToList();
        IReadOnlyList<TokenBatch> batches = PaddedBatch.Sorted(chats, 100);
        Assert.Equal(40, batches.Sum(batch => batch.Rows));
        Assert.Equal(40, batches.Sum(batch => batch.TotalWeight));
        Assert.All(batches, batch => Assert.InRange(batch.Ids.Length, 1, 100));
    }
}
