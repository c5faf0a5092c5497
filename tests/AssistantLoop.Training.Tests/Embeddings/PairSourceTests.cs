using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Embeddings;
using AssistantLoop.Training.Embeddings.Pairs;

namespace AssistantLoop.Training.Tests.Embeddings;

public sealed class PairSourceTests
{
    [Fact]
    public void A_generated_question_comes_with_a_passage_of_its_prompt_and_another_as_negative()
    {
        PairSource source = CorpusPairs.Create(1, 1);
        TextPair[] pairs = [.. Enumerable.Range(0, 50).Select(at => source.Draw(Dice.For(3, at)))];
        Assert.All(pairs, pair => Assert.NotEqual(pair.Text, pair.Negative));
        Assert.All(pairs, pair => Assert.Contains(": ", pair.Text, StringComparison.Ordinal));
        Assert.Contains(pairs, pair => pair.Negative is not null);
        Assert.Equal(PairSource.MostHeldOut, source.HeldOut.Count);
        Assert.Empty(pairs.Select(pair => pair.Text).Intersect(source.HeldOut.Select(pair => pair.Text)));
    }

    [Fact]
    public void Labels_that_are_held_out_are_never_drawn()
    {
        string? folder = Shared.Find("data");
        Assert.SkipWhen(folder is null, "The labelled utterances are absent.");
        PairSource source = LabelledPairs.Read(folder!, "banking77-train.jsonl.gz", "banking77", 1)!;
        HashSet<long> heldOut = [.. source.HeldOut.Select(pair => pair.Group)];
        Assert.InRange(heldOut.Count, 3, 15);
        Assert.DoesNotContain(Enumerable.Range(0, 2000).Select(at => source.Draw(Dice.For(1, at)).Group), heldOut.Contains);
    }

    [Fact]
    public void Recorded_answers_follow_what_the_user_said()
    {
        string? folder = Shared.Find("data");
        Assert.SkipWhen(folder is null, "The recorded dialogues are absent.");
        PairSource source = DialoguePairs.Read(folder!, "star-train.jsonl.gz", "star", 1)!;
        HashSet<string> heldOut = [.. source.HeldOut.Select(pair => pair.Query)];
        TextPair[] pairs = [.. Enumerable.Range(0, 500).Select(at => source.Draw(Dice.For(1, at)))];
        Assert.All(pairs, pair => Assert.True(pair.Query.Length >= 20 && pair.Text.Length >= 30));
        Assert.InRange(pairs.Count(pair => heldOut.Contains(pair.Query)), 0, 5); // Some sentences are said in many dialogues.
    }

    [Fact]
    public void A_file_that_is_absent_is_no_source()
    {
        using TempFolder temp = new();
        Assert.Null(LabelledPairs.Read(temp.Path, "banking77-train.jsonl.gz", "banking77", 1));
        Assert.Null(DialoguePairs.ReadRewards(temp.Path, 1));
        Assert.Null(GuidelinePairs.Read(temp.Path, 1));
    }

    [Fact]
    public void A_pair_depends_on_the_seed_and_its_number_alone()
    {
        EmbedderData one = EmbedderData.Read(5, null, null), other = EmbedderData.Read(5, null, null);
        Assert.Equal(one.Pair(17), other.Pair(17));
        Assert.NotEqual(one.Pair(17), one.Pair(18));
    }
}
