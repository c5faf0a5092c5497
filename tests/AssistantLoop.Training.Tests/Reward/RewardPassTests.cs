using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tests.Decoding;
using AssistantLoop.Training.Tuning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Reward;

public sealed class RewardPassTests
{
    // Texts of different lengths, so that a pass has several runs.
    private static readonly EncodedChat[] s_texts = [Text(6, 1), Text(9, 2), Text(4, 3), Text(9, 4)];

    // With a row of the model's own head a text's reward is that token's logit after it.
    [Fact]
    public void A_reward_is_the_product_of_the_head_and_the_last_tokens_row()
    {
        using DisposeScope scope = NewDisposeScope();
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        PlainDecoder plain = new(decoder.Config, SmallModels.Weights(decoder));
        Parameter head = nn.Parameter(decoder.Head.detach().narrow(0, 17, 1).clone());
        float[] rewards = DecoderFiles.Values(new RewardPass(decoder, head, s_texts, false).Rewards);
        Assert.Equal(4, rewards.Length);
        for (int i = 0; i < 4; i++) Assert.Equal(plain.Logits(s_texts[i].Ids)[^1][17], rewards[i], 1e-4);
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1000)]
    [InlineData(false, 1)]
    public void The_gradient_matches_central_differences(bool checkpointing, int tokensPerPass)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config(ModelConfig.Qwen3));
        decoder.to(ScalarType.Float64);
        decoder.ComputeType = ScalarType.Float64;
        using Generator generator = new(5);
        using Parameter head = nn.Parameter(rand(1, decoder.Config.HiddenSize, ScalarType.Float64, generator: generator));
        RewardJudge judge = new(decoder, head, new RewardRecipe
        {
            Margin = 0.3,
            Centring = 0.1,
            Common = new Recipe { GradientCheckpointing = checkpointing, TokensPerPass = tokensPerPass },
        });
        Example[] pairs = [new(ExampleKind.Pair, s_texts[..2]), new(ExampleKind.Pair, s_texts[2..])];
        judge.Learn(pairs);

        Random random = new(3);
        foreach ((string name, Parameter weight) in decoder.named_parameters().Where(pair =>
            !pair.name.StartsWith("lm_head.", StringComparison.Ordinal)).Append(("head", head)))
        {
            using Tensor gradient = weight.grad!;
            long[] at = [.. weight.shape.Select(size => (long)random.Next((int)size))];
            if (name.StartsWith("embed_tokens", StringComparison.Ordinal)) at[0] = s_texts[0].Ids[2];
            double found = gradient.data<double>()[at], kept = weight.data<double>()[at];
            const double Step = 1e-5;
            weight.data<double>()[at] = kept + Step;
            double above = judge.Measure(pairs).Loss;
            weight.data<double>()[at] = kept - Step;
            double below = judge.Measure(pairs).Loss;
            weight.data<double>()[at] = kept;
            double expected = (above - below) / (2 * Step);
            Assert.True(Math.Abs(expected - found) < 1e-7 * Math.Max(1, Math.Abs(expected)), $"{name}: {expected}, {found}");
        }
    }

    private static EncodedChat Text(int length, int seed) => new(SmallModels.Ids(length, seed), new bool[length]);
}
