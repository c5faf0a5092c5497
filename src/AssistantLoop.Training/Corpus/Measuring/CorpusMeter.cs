using System.Diagnostics;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Measuring;

/// <summary>Measures how varied generated samples are, and how fast they are made.</summary>
public static class CorpusMeter
{
    private const int LongestGram = 4;
    private const int ShortQuestion = 25;
    private const int TokensAroundMessage = 2;

    /// <summary>Draws the first samples of a seed and measures them.</summary>
    /// <param name="generator">Draws the samples.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="count">How many samples; all are held in memory.</param>
    /// <param name="countTokens">Counts a text's tokens.</param>
    public static CorpusMeasurement Measure(
        CorpusGenerator generator, ulong seed, int count, Func<string, int> countTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        generator.Draw(seed, 0); // The tables are read before the clock starts.
        Stopwatch clock = Stopwatch.StartNew();
        List<DrawnSample> drawn = [.. Enumerable.Range(0, count).Select(index => generator.Draw(seed, index))];
        TimeSpan duration = clock.Elapsed;

        HashSet<ulong>[] distinct = [.. Enumerable.Range(0, LongestGram).Select(_ => new HashSet<ulong>())];
        long[] all = new long[LongestGram];
        MinHash near = new();
        HashSet<string> questions = [];
        int asked = 0, withPassages = 0, alike = 0;
        long answers = 0;
        List<int> lengths = [];
        foreach (DrawnSample sample in drawn)
        {
            string[] words = string.Join(' ', sample.Sample.Messages.Select(message => message.Content)).Split([' ', '\n']);
            for (int n = 1; n <= LongestGram; n++)
            {
                List<ulong> grams = [.. Grams(words, n)];
                all[n - 1] += grams.Count;
                distinct[n - 1].UnionWith(grams);
            }

            if (sample.Shown.Count > 0)
            {
                withPassages++;
                alike += near.AddIsNear([.. Grams(words, LongestGram)]) ? 1 : 0;
            }

            int length = 0;
            foreach (SampleMessage message in sample.Sample.Messages)
            {
                int tokens = countTokens(message.Content) + TokensAroundMessage;
                length += tokens;
                answers += message is { Role: SampleMessage.Assistant, Weight: not 0 } ? tokens : 0;
                if (message is { Role: SampleMessage.User, Content.Length: > ShortQuestion })
                {
                    asked++;
                    questions.Add(message.Content);
                }
            }

            lengths.Add(length);
        }

        lengths.Sort();
        List<TurnKind> kinds = [.. drawn.SelectMany(sample => sample.Turns).Select(turn => turn.Kind)];
        return new()
        {
            Samples = count,
            Characters = drawn.Sum(sample => sample.Sample.Messages.Sum(message => (long)message.Content.Length)),
            Turns = Enum.GetValues<TurnKind>().ToDictionary(
                kind => kind, kind => (double)kinds.Count(other => other == kind) / kinds.Count),
            DistinctGrams = [.. distinct.Select((grams, i) => (double)grams.Count / Math.Max(1, all[i]))],
            DistinctQuestions = (double)questions.Count / Math.Max(1, asked),
            NearDuplicates = (double)alike / Math.Max(1, withPassages),
            Tokens = lengths.Sum(length => (long)length),
            AnswerTokens = answers,
            TokenQuantiles = [.. ((double[])[0.5, 0.9, 0.99, 1]).Select(share => lengths[(int)((count - 1) * share)])],
            Duration = duration,
        };
    }

    private static IEnumerable<ulong> Grams(string[] words, int n)
    {
        for (int i = 0; i + n <= words.Length; i++)
        {
            ulong gram = 0;
            for (int j = i; j < i + n; j++)
            {
                gram = unchecked((gram * 0x1_00_00_01_B3UL) + Words.StableHash(words[j]) + 1);
            }

            yield return gram;
        }
    }
}
