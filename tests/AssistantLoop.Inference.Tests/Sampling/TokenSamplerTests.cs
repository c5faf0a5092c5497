using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Inference.Tests.Sampling;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Greedy_takes_the_likeliest_token()
    {
        var sampler = new TokenSampler(SamplingOptions.Greedy, []);
        Assert.Equal(2, sampler.Next([0.5f, -1, 3, 2.9f]).Id);
    }

    [Fact]
    public void A_temperature_of_two_draws_with_the_square_roots_of_the_probabilities()
    {
        // Probabilities 0.8 and 0.2 become 2/3 and 1/3: sqrt(0.8) : sqrt(0.2) = 2 : 1.
        var sampler = new TokenSampler(new SamplingOptions { Temperature = 2, Seed = 7 }, []);
        float[] logits = [MathF.Log(0.8f), MathF.Log(0.2f)];
        int first = Enumerable.Range(0, 30_000).Count(_ => sampler.Next([.. logits]).Id == 0);
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
        Assert.Equal(1, positive.Next([3, 2.5f, -1]).Id);

        // -1 · 1.5 = -1.5 is below -1.2; once that was chosen it becomes -1.8.
        var negative = new TokenSampler(new SamplingOptions { RepetitionPenalty = 1.5f }, [0]);
        Assert.Equal(1, negative.Next([-1, -1.2f]).Id);
        Assert.Equal(0, negative.Next([-1, -1.2f]).Id);
    }

    [Fact]
    public void The_presence_penalty_counts_once_and_the_frequency_penalty_each_time()
    {
        // Presence: 3 - 1.5 = 1.5 stays below 1.6 however often token 0 comes. Frequency: 3, 2.2, 1.4.
        var presence = new TokenSampler(new SamplingOptions { PresencePenalty = 1.5f }, [0, 0]);
        Assert.Equal([0, 1, 0, 0], Take(presence, [3, 1.6f], 4));
        var frequency = new TokenSampler(new SamplingOptions { FrequencyPenalty = 0.8f }, [0, 0]);
        Assert.Equal([0, 0, 1, 0], Take(frequency, [3, 1.6f], 4));
    }

    [Fact]
    public void A_logit_bias_forces_and_forbids_tokens()
    {
        var forced = new TokenSampler(new SamplingOptions { LogitBias = new Dictionary<int, float> { [2] = 100 } }, []);
        Assert.Equal(2, forced.Next([5, 3, -4]).Id);
        var forbidden = new TokenSampler(new SamplingOptions { LogitBias = new Dictionary<int, float> { [0] = -100 } }, []);
        Assert.Equal(1, forbidden.Next([5, 3, -4]).Id);
    }

    [Fact]
    public void Log_probabilities_are_the_models_own_before_biases_and_temperature()
    {
        // Probabilities 0.7, 0.2, 0.1; the bias makes the sampler choose the last.
        var sampler = new TokenSampler(
            new SamplingOptions
            {
                LogProbabilities = 2,
                LogitBias = new Dictionary<int, float> { [2] = 50 },
                Temperature = 5,
                TopK = 1,
            },
            []);
        GeneratedToken chosen = sampler.Next([MathF.Log(7), MathF.Log(2), MathF.Log(1)]);
        Assert.Equal(2, chosen.Id);
        Assert.Equal(Math.Log(0.1), chosen.LogProbability!.Value, 1e-6);
        Assert.Equal([0, 1], chosen.Likeliest!.Select(token => token.Id));
        Assert.Equal(Math.Log(0.7), chosen.Likeliest![0].LogProbability, 1e-6);
        Assert.Equal(Math.Log(0.2), chosen.Likeliest[1].LogProbability, 1e-6);
    }

    [Fact]
    public void Without_the_option_no_log_probabilities_are_reported()
    {
        GeneratedToken chosen = new TokenSampler(SamplingOptions.Greedy, []).Next([1, 2]);
        Assert.Null(chosen.LogProbability);
        Assert.Null(chosen.Likeliest);
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
            Temperature = temperature,
            TopK = topK,
            TopP = topP,
            RepetitionPenalty = penalty,
        };
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).ParamName);
    }

    [Fact]
    public void Newer_options_out_of_range_are_refused_by_name()
    {
        (SamplingOptions Options, string Name)[] wrong =
        [
            (new() { MinP = 1.1f }, "MinP"),
            (new() { PresencePenalty = 2.1f }, "PresencePenalty"),
            (new() { FrequencyPenalty = -2.1f }, "FrequencyPenalty"),
            (new() { LogProbabilities = 21 }, "LogProbabilities"),
            (new() { LogitBias = new Dictionary<int, float> { [1] = 101 } }, "LogitBias"),
        ];
        Assert.All(wrong, row =>
            Assert.Equal(row.Name, Assert.Throws<ArgumentOutOfRangeException>(row.Options.Validate).ParamName));
    }

    private static int[] Take(TokenSampler sampler, float[] logits, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => sampler.Next([.. logits]).Id)];

    private static List<int> Draw(long seed)
    {
        var sampler = new TokenSampler(new SamplingOptions { Temperature = 1, Seed = seed }, []);
        return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(new float[100]).Id)];
    }
}
