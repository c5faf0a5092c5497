using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Tests.Packing;

public sealed class WindowPackerTests
{
    private const int Window = 32;

    [Fact]
    public void Rows_are_full_and_every_text_begins_within_one()
    {
        using WindowPacker packer = new(Texts, Window, 0.1, PackerState.Start);
        for (int i = 0; i < 50; i++)
        {
            TokenBatch batch = packer.Next(4 * Window)!;
            Assert.Equal(4 * Window, batch.Ids.Length);
            Assert.Equal(4 * Window, batch.Lengths.Sum());
            int at = 0;
            foreach (int length in batch.Lengths)
            {
                for (int j = 0; j < length; j++, at++)
                {
                    Assert.Equal(j == 0, batch.Ids[at] == 0);
                    Assert.Equal(j == 0 ? 0 : batch.Ids[at] % 2 == 0 ? 0.1f : 1, batch.Weights[at]);
                }
            }
        }
    }

    [Fact]
    public void Every_text_is_laid_out_whole_in_time()
    {
        using WindowPacker packer = new(Texts, Window, 0.1, PackerState.Start);
        HashSet<string> seen = [];
        for (int i = 0; i < 400; i++)
        {
            TokenBatch batch = packer.Next(4 * Window)!;
            int at = 0;
            foreach (int length in batch.Lengths)
            {
                seen.Add(string.Join(' ', batch.Ids[at..(at + length)]));
                at += length;
            }
        }

        Assert.All(Texts(0).Take(500), chat => Assert.Contains(string.Join(' ', chat.Ids), seen));
    }

    [Fact]
    public void Long_texts_go_to_whole_windows_and_short_ones_to_half()
    {
        using WindowPacker packer = new(Texts, Window, 0.1, PackerState.Start);
        // A row ends at each multiple of its length, and no text goes over such an end.
        bool Halves(TokenBatch batch)
        {
            int at = 0;
            return batch.Lengths.Select(length => at += length).Count(end => end % (Window / 2) == 0) == 8;
        }

        var halves = Enumerable.Range(0, 60).Select(_ => Halves(packer.Next(4 * Window)!)).ToList();
        Assert.Contains(true, halves);
        Assert.Contains(false, halves);
    }

    [Fact]
    public void A_packer_goes_on_from_its_state_as_if_it_had_not_stopped()
    {
        using WindowPacker whole = new(Texts, Window, 0.1, PackerState.Start);
        for (int i = 0; i < 7; i++) whole.Next(4 * Window);
        using WindowPacker resumed = new(Texts, Window, 0.1, whole.State);
        for (int i = 0; i < 7; i++) Assert.Equal(whole.Next(4 * Window)!.Ids, resumed.Next(4 * Window)!.Ids);
    }

    [Fact]
    public void A_text_over_the_window_is_cut_at_its_end()
    {
        EncodedChat text = new([.. Enumerable.Range(0, 50)], new bool[50]);
        using WindowPacker packer = new(_ => [text], Window, 0.1, PackerState.Start);
        Assert.Equal(Enumerable.Range(0, Window).Select(id => (long)id), packer.Next(Window)!.Ids);
        Assert.Null(packer.Next(Window));
    }

    // Texts of 3 to 30 tokens: a zero, then numbers of the text's own of which the odd ones are trainable.
    private static IEnumerable<EncodedChat> Texts(long first)
    {
        for (long index = first; ; index++)
        {
            Random random = new((int)index);
            int[] ids = [0, .. Enumerable.Range(0, random.Next(2, 30)).Select(_ => random.Next(1, 10_000))];
            yield return new EncodedChat(ids, [.. ids.Select(id => id % 2 == 1)]);
        }
    }
}
