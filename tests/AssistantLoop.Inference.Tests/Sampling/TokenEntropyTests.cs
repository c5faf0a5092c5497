using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Tests.Sampling;

public sealed class TokenEntropyTests
{
    [Fact]
    public void It_is_the_entropy_of_the_softmax()
    {
        Random random = new(7);
        foreach (int vocabulary in (int[])[2, 17, 8192])
        {
            float[] logits = [.. Enumerable.Range(0, vocabulary).Select(_ => (float)(20 * random.NextDouble() - 10))];
            // By its definition, in double precision.
            double total = logits.Sum(logit => Math.Exp(logit));
            double expected = -logits.Select(logit => Math.Exp(logit) / total).Sum(p => p * Math.Log(p));
            Assert.Equal(expected, TokenEntropy.Of(logits), 1e-4 * Math.Max(1, expected));
        }
    }

    [Fact]
    public void Equal_tokens_give_the_logarithm_of_their_number_and_a_certain_one_gives_0()
    {
        Assert.Equal(Math.Log(64), TokenEntropy.Of(Enumerable.Repeat(3.5f, 64).ToArray()), 1e-5);
        Assert.Equal(0, TokenEntropy.Of([1000, 0, -1000]), 1e-6);
        Assert.Equal(Math.Log(2), TokenEntropy.Of([5, 5, float.NegativeInfinity]), 1e-6);
    }

    [Fact]
    public void A_sampler_reports_it_of_the_models_own_distribution_where_asked()
    {
        SamplingOptions options = new() { Entropy = true, LogitBias = new Dictionary<int, float> { [0] = 100 } };
        Assert.Equal(Math.Log(2), new TokenSampler(options, []).Next(new float[] { 1, 1 }).Entropy!.Value, 1e-6);
        Assert.Null(new TokenSampler(SamplingOptions.Greedy, []).Next(new float[] { 1, 1 }).Entropy);
    }
}
