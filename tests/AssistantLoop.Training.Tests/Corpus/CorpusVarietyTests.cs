using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class CorpusVarietyTests
{
    private static readonly List<ChatSample> s_samples = [.. new CorpusGenerator().Generate(3, 0).Take(2000)];

    [Fact]
    public void Fewer_than_one_prompt_in_a_hundred_resembles_another()
    {
        // Two samples are near duplicates when half of their word 4-grams are shared (Jaccard). Most samples without
        // passages are left out: "No documents match." and a greeting have little to vary.
        List<HashSet<string>> shingles = [.. s_samples
            .Where(sample => sample.Messages[0].Content.Contains("[1]", StringComparison.Ordinal))
            .Select(sample => FourGrams(sample).ToHashSet())];
        var byGram = new Dictionary<string, List<int>>();
        int near = 0;
        for (int i = 0; i < shingles.Count; i++)
        {
            Dictionary<int, int> shared = [];
            foreach (string gram in shingles[i])
            {
                if (byGram.TryGetValue(gram, out List<int>? earlier))
                {
                    earlier.ForEach(other => shared[other] = shared.GetValueOrDefault(other) + 1);
                }
                else
                {
                    byGram[gram] = earlier = [];
                }

                earlier.Add(i);
            }

            int both = shingles[i].Count;
            near += shared.Any(pair => pair.Value >= 0.5 * (both + shingles[pair.Key].Count - pair.Value)) ? 1 : 0;
        }

        Assert.True(near < shingles.Count / 100, $"{near} of {shingles.Count} samples have a near duplicate.");
    }

    [Fact]
    public void Half_of_all_word_4_grams_are_distinct()
    {
        List<string> grams = [.. s_samples.SelectMany(FourGrams)];
        double distinct = (double)grams.Distinct().Count() / grams.Count;
        Assert.True(distinct > 0.5, $"{distinct:0.000} of {grams.Count} 4-grams are distinct.");
    }

    [Fact]
    public void Nine_in_ten_questions_are_asked_once()
    {
        List<string> questions = [.. s_samples.SelectMany(sample => sample.Messages)
            .Where(message => message.Role == SampleMessage.User && message.Content.Length > 25)
            .Select(message => message.Content)];
        int distinct = questions.Distinct().Count();
        Assert.True(distinct > 0.9 * questions.Count, $"{distinct} of {questions.Count} questions are distinct.");
    }

    private static IEnumerable<string> FourGrams(ChatSample sample)
    {
        string[] words = string.Join(' ', sample.Messages.Select(message => message.Content)).Split([' ', '\n']);
        return Enumerable.Range(0, Math.Max(0, words.Length - 3)).Select(i => string.Join(' ', words[i..(i + 4)]));
    }
}
