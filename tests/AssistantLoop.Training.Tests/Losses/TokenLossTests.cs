using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Losses;

public sealed class TokenLossTests
{
    [Fact]
    public void The_sum_is_the_weighted_negative_log_probability_of_the_tokens()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        TokenBatch batch = Batch();
        PlainDecoder plain = new(decoder.Config, SmallModels.Weights(decoder));
        double expected = 0;
        int start = 0;
        foreach (int length in batch.Lengths)
        {
            long[] ids = batch.Ids[start..(start + length)];
            double[][] logits = plain.Logits([.. ids.Select(id => (int)id)]);
            for (int i = 1; i < length; i++)
            {
                double ln = logits[i - 1][ids[i]] - Math.Log(logits[i - 1].Sum(Math.Exp));
                expected -= batch.Weights[start + i] * ln;
            }

            start += length;
        }

        Assert.Equal(expected, TokenLoss.Sum(decoder, batch), 1e-4 * expected);
        Assert.Equal(expected, TokenLoss.Backward(decoder, batch, 1), 1e-4 * expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_matches_central_differences(bool checkpointing)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config(Models.Configuration.ModelConfig.Qwen3));
        decoder.to(ScalarType.Float64);
        decoder.ComputeType = ScalarType.Float64;
        TokenBatch batch = new(
            [.. SmallModels.Ids(12).Select(id => (long)id)], [0, 1, 0.5f, 0, 1, 1, 0, 0, 1, 0.1f, 1, 1], [3, 3, 6]);
        LogProbPass.BackwardWeighted(decoder, batch, 0.5, checkpointing);
        Random random = new(3);
        foreach ((string name, Parameter weight) in decoder.named_parameters())
        {
            using Tensor gradient = weight.grad!;
            long[] at = [.. weight.shape.Select(size => (long)random.Next((int)size))];
            double found = gradient.data<double>()[at], kept = weight.data<double>()[at];
            const double Step = 1e-5;
            weight.data<double>()[at] = kept + Step;
            double above = TokenLoss.Sum(decoder, batch);
            weight.data<double>()[at] = kept - Step;
            double below = TokenLoss.Sum(decoder, batch);
            weight.data<double>()[at] = kept;
            double expected = 0.5 * (above - below) / (2 * Step);
            double tolerance = 1e-6 * Math.Max(1, Math.Abs(expected));
            Assert.True(Math.Abs(expected - found) < tolerance, $"{name}: {expected}, {found}");
        }
    }

    [Fact]
    public void Tokens_that_do_not_count_change_nothing()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        TokenBatch batch = Batch() with { Weights = [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0] };
        double sum = TokenLoss.Sum(decoder, batch);
        long[] ids = [.. batch.Ids];
        ids[5] = 7;
        Assert.Equal(sum, TokenLoss.Sum(decoder, batch with { Ids = ids }));
    }

    private static TokenBatch Batch() => new(
        [.. SmallModels.Ids(12).Select(id => (long)id)], [0, 1, 0.5f, 1, 1, 1, 0, 0, 1, 0.1f, 1, 1], [6, 6]);
}
