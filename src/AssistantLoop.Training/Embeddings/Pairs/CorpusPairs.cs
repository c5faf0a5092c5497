using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>Questions of the generated dialogues with the passages that answer them, as their citations say. Held-out
/// pairs are of businesses that training never names.</summary>
internal static partial class CorpusPairs
{
    // Samples without a cited passage are passed over; so many at once do not come.
    private const int MostTries = 100;

    public static PairSource Create(ulong seed, double weight)
    {
        CorpusGenerator generator = new();
        TextPair[] heldOut = [.. HeldOut.Samples().Take(4 * PairSource.MostHeldOut)
            .SelectMany((sample, at) => PairsOf(sample, Dice.For(seed, at)).Take(1)).Take(PairSource.MostHeldOut)];
        return new PairSource("corpus", weight, dice => Draw(generator, seed, dice), heldOut);
    }

    private static TextPair Draw(CorpusGenerator generator, ulong seed, Dice dice)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            TextPair[] pairs = [.. PairsOf(generator.Sample(seed, (long)(dice.Next() >> 1)), dice)];
            if (pairs.Length > 0) return dice.Pick(pairs);
        }

        throw new TrainingException($"The corpus gave no cited passage in {MostTries} samples.");
    }

    internal static IEnumerable<TextPair> PairsOf(ChatSample sample, Dice dice)
    {
        string[] passages = [.. Passage().Matches(sample.Messages[0].Content).Select(match => match.Groups[1].Value)];
        for (int at = 1; at + 1 < sample.Messages.Count; at += 2)
        {
            int[] cited = [.. Citation().Matches(sample.Messages[at + 1].Content)
                .Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
                .Distinct()];
            if (cited is not [int only] || only < 1 || only > passages.Length) continue;
            string passage = passages[only - 1];
            string[] others = [.. passages.Where(other => other != passage)];
            yield return new TextPair(sample.Messages[at].Content, passage, PairSource.GroupOf(passage))
            {
                Negative = others.Length == 0 ? null : dice.Pick(others),
            };
        }
    }

    /// <summary>A numbered line of the system message: [1] Title: text.</summary>
    [GeneratedRegex(@"^\[\d+\] (.+)$", RegexOptions.Multiline)]
    private static partial Regex Passage();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Citation();
}
