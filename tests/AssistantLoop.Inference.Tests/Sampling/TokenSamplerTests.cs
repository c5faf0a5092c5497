using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Tests.Sampling;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Greedy_takes_the_likeliest_token()
    {
        var sampler = new TokenSampler(SamplingOptions.Greedy, []);
        Assert.Equal(2, sampler.Next([0.5f, -1, 3, 2.9f]));
    }

    [Fact]
    public void A_temperature_of_two_draws_with_the_square_roots_of_the_probabilities()
    {
        // Probabilities 0.8 and 0.2 become 2/3 and 1/3: sqrt(0.8) : sqrt(0.2) = 2 : 1.
        var sampler = new TokenSampler(new SamplingOptions { Temperature = 2, Seed = 7 }, []);
        float[] logits = [MathF.Log(0.8f), MathF.Log(0.2f)];
        int first = Enumerable.Range(0, 30_000).Count(_ => sampler.Next([.. logits]) == 0);
        Assert.InRange(first / 30_000.0, 2 / 3.0 - 0.01, 2 / 3.0 + 0.01);
    }

    [Fact]
    public void The_same_seed_draws_the_same_tokens_and_another_seed_others()
    {
        Assert.Equal(Draw(seed: 1), Draw(seed: 1));
        Assert.NotEqual(Draw(seed: 1), Draw(seed: 2));
        Assert.NotEqual(Draw(seed: 1), Draw(seed: 1L + (5L << 32)));
    }

    [Fact]
    public void The_repetition_penalty_divides_positive_and_multiplies_negative_logits_of_seen_tokens()
    {
        // 3 / 1.5 = 2 is now below 2.5, which was not seen.
        var positive = new TokenSampler(new SamplingOptions { RepetitionPenalty = 1.5f }, [0]);
        Assert.Equal(1, positive.Next([3, 2.5f, -1]));

        // -1 · 1.5 = -1.5 is below -1.2; once that was chosen it becomes -1.8.
        var negative = new TokenSampler(new SamplingOptions { RepetitionPenalty = 1.5f }, [0]);
        Assert.Equal(1, negative.Next([-1, -1.2f]));
        Assert.Equal(0, negative.Next([-1, -1.2f]));
    }

    [Fact]
    public void Logits_that_are_not_numbers_are_refused()
    {
        var sampler = new TokenSampler(SamplingOptions.Greedy, []);
        Assert.Throws<ArithmeticException>(() => sampler.Next([1, float.NaN]));
    }

    [Theory]
    [InlineData(-1, 0, 1, 1, "Temperature")]
    [InlineData(1, -1, 1, 1, "TopK")]
    [InlineData(1, 0, 0, 1, "TopP")]
    [InlineData(1, 0, 1.5, 1, "TopP")]
    [InlineData(1, 0, 1, 0, "RepetitionPenalty")]
    public void Options_out_of_range_are_refused_by_name(
        float temperature, int topK, float topP, float penalty, string name)
    {
        var options = new SamplingOptions
        {
            Temperature = temperature, TopK = topK, TopP = topP, RepetitionPenalty = penalty,
        };
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).ParamName);
    }

    private static List<int> Draw(long seed)
    {
        var sampler = new TokenSampler(new SamplingOptions { Temperature = 1, Seed = seed }, []);
        return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(new float[100]))];
    }
}
