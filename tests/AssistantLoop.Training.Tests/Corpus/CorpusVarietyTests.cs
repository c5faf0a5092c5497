using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Measuring;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class CorpusVarietyTests
{
    private static readonly CorpusMeasurement s_measured =
        CorpusMeter.Measure(new CorpusGenerator(), 3, 3000, text => (text.Length + 3) / 4);

    [Fact]
    public void Fewer_than_one_prompt_in_a_hundred_resembles_another() =>
        Assert.InRange(s_measured.NearDuplicates, 0, 0.01);

    [Fact]
    public void More_than_half_of_all_word_4_grams_are_distinct() =>
        Assert.InRange(s_measured.DistinctGrams[3], 0.5, 1);

    [Fact]
    public void Nine_in_ten_questions_are_asked_once() => Assert.InRange(s_measured.DistinctQuestions, 0.9, 1);

    [Fact]
    public void Shares_of_turns_add_up() => Assert.Equal(1, s_measured.Turns.Values.Sum(), 9);

    [Fact]
    public void Near_duplicates_are_those_that_share_half_of_both()
    {
        MinHash seen = new();
        HashSet<ulong> text = [.. Enumerable.Range(0, 60).Select(i => (ulong)i)];
        Assert.False(seen.AddIsNear(text));
        // 50 shared of 70 in all: 0.71.
        Assert.True(seen.AddIsNear([.. Enumerable.Range(10, 60).Select(i => (ulong)i)]));
        // 10 shared of 110 in all with the nearest: 0.09 and 0.18.
        Assert.False(seen.AddIsNear([.. Enumerable.Range(50, 60).Select(i => (ulong)i)]));
    }

    [Fact]
    public void Similarity_is_shared_by_all() =>
        Assert.Equal(2.0 / 5, MinHash.Similarity([1, 2, 3], [2, 3, 4, 5]), 12);
}
