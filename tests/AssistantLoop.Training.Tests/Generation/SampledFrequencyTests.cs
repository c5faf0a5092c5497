using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Generation;
using AssistantLoop.Training.Tests.Decoding;

namespace AssistantLoop.Training.Tests.Generation;

/// <summary>Drawn tokens against the probabilities that the plain implementation gives them.</summary>
public sealed class SampledFrequencyTests
{
    private const int Draws = 4000;

    private static readonly int[] s_prompt = SmallModels.Ids(9);

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Tokens_come_as_often_as_the_softmax_says(double temperature)
    {
        IReadOnlyList<IReadOnlyList<int>> answers =
            Draw(new SamplingOptions { Answers = Draws, MaxTokens = 2, Temperature = temperature });
        AssertFrequencies(Probabilities(s_prompt, temperature), [.. answers.Select(answer => answer[0])]);
        IGrouping<int, IReadOnlyList<int>> most =
            answers.GroupBy(answer => answer[0]).MaxBy(group => group.Count())!;
        AssertFrequencies(
            Probabilities([.. s_prompt, most.Key], temperature), [.. most.Select(answer => answer[1])]);
    }

    [Fact]
    public void The_least_probable_tokens_beyond_the_share_p_never_come()
    {
        double[] probabilities = Probabilities(s_prompt, 1);
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(id => probabilities[id])];
        double held = 0;
        HashSet<int> kept = [];
        foreach (int id in order)
        {
            if (held >= 0.6) break;
            held += probabilities[id];
            kept.Add(id);
        }

        IReadOnlyList<IReadOnlyList<int>> answers =
            Draw(new SamplingOptions { Answers = Draws, MaxTokens = 1, TopP = 0.6 });
        double[] nucleus = [.. probabilities.Select((value, id) => kept.Contains(id) ? value / held : 0)];
        Assert.InRange(kept.Count, 2, 39);
        AssertFrequencies(nucleus, [.. answers.Select(answer => answer[0])]);
    }

    [Fact]
    public void A_share_that_one_token_holds_leaves_that_token_alone()
    {
        double[] probabilities = Probabilities(s_prompt, 1);
        int best = Array.IndexOf(probabilities, probabilities.Max());
        Assert.All(
            Draw(new SamplingOptions { Answers = 50, MaxTokens = 1, TopP = 1e-6 }),
            answer => Assert.Equal([best], answer));
    }

    private static IReadOnlyList<IReadOnlyList<int>> Draw(SamplingOptions options)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        return new Sampler(decoder).Sample(s_prompt, options, 5, TestContext.Current.CancellationToken);
    }

    private static double[] Probabilities(int[] ids, double temperature)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        double[] logits = new PlainDecoder(decoder.Config, SmallModels.Weights(decoder)).Logits(ids)[^1];
        double[] weights = [.. logits.Select(logit => Math.Exp((logit - logits.Max()) / temperature))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    // Pearson's chi-squared, tokens that are expected less than five times taken together. By Wilson and Hilferty's
    // approximation a right sampler passes 3.1 deviations once in a thousand seeds; the seed here is fixed.
    private static void AssertFrequencies(double[] probabilities, int[] drawn)
    {
        Assert.All(drawn, id => Assert.True(probabilities[id] > 0));
        int[] counts = new int[probabilities.Length];
        foreach (int id in drawn) counts[id]++;
        List<(double Expected, double Found)> bins = [];
        (double Expected, double Found) rest = (0, 0);
        for (int id = 0; id < counts.Length; id++)
        {
            double expected = probabilities[id] * drawn.Length;
            if (expected >= 5) bins.Add((expected, counts[id]));
            else rest = (rest.Expected + expected, rest.Found + counts[id]);
        }

        if (rest.Expected >= 1) bins.Add(rest);
        double statistic = bins.Sum(bin => Math.Pow(bin.Found - bin.Expected, 2) / bin.Expected);
        double spread = 2.0 / (9 * (bins.Count - 1));
        double deviations = (Math.Cbrt(statistic / (bins.Count - 1)) - (1 - spread)) / Math.Sqrt(spread);
        Assert.InRange(bins.Count, 3, 40);
        Assert.InRange(deviations, -3.1, 3.1);
    }
}
