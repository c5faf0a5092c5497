using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Tests.Packing;

public sealed class PackedTextsTests
{
    [Fact]
    public void Prompts_and_first_tokens_do_not_count()
    {
        TokenBatch batch = PackedTexts.Of([
            new EncodedChat([1, 2, 3], [false, false, true]), new EncodedChat([4, 5], [true, true]),
        ]);
        Assert.Equal([1L, 2, 3, 4, 5], batch.Ids);
        Assert.Equal([0f, 0, 1, 0, 1], batch.Weights);
        Assert.Equal([3, 2], batch.Lengths);
        Assert.Equal(2, batch.TotalWeight);
    }

    [Fact]
    public void Passes_hold_every_text_within_the_bound()
    {
        Random random = new(1);
        var chats = Enumerable.Range(0, 40).Select(_ => random.Next(2, 60))
            .Select(length => new EncodedChat(new int[length], [.. new bool[length - 1], true])).ToList();
        IReadOnlyList<TokenBatch> batches = PackedTexts.InPasses(chats, 100);
        Assert.Equal(40, batches.Sum(batch => batch.Lengths.Count));
        Assert.Equal(40, batches.Sum(batch => batch.TotalWeight));
        Assert.All(batches, batch => Assert.InRange(batch.Ids.Length, 1, 100));
    }

    [Fact]
    public void Each_item_goes_where_it_fits_best()
    {
        // By hand: 7 | 6 | 4 beside the 6 (room 4, not 3) | 3 beside the 7 | 2 alone.
        var passes = PackedTexts.BestFit([3, 7, 4, 2, 6], item => item, room: 10);
        Assert.Equal([[7, 3], [6, 4], [2]], passes);
    }

    [Fact]
    public void What_is_over_the_bound_has_a_pass_of_its_own() =>
        Assert.Equal([[12], [5, 5]], PackedTexts.BestFit([5, 12, 5], item => item, room: 10));
}
