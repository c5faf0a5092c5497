using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Generation;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Generation;

public sealed class SamplerTests
{
    private static readonly SamplingOptions s_greedy = new() { Temperature = 0, MaxTokens = 12 };

    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Mistral)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public void At_temperature_0_it_continues_as_if_the_whole_text_were_read_again(string architecture)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            using Decoder decoder = SmallModels.Create(SmallModels.Config(architecture), seed);
            int[] prompt = SmallModels.Ids(9, seed);
            IReadOnlyList<int> expected = decoder.Greedy(prompt, 12, []);
            foreach (IReadOnlyList<int> answer in Sample(decoder, prompt, s_greedy with { Answers = 3 }))
                Assert.Equal(expected, answer);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(230)]
    public void A_prompt_may_be_one_token_or_many(int length)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(length);
        Assert.Equal(decoder.Greedy(prompt, 12, []), Assert.Single(Sample(decoder, prompt, s_greedy)));
    }

    [Fact]
    public void A_prompt_longer_than_a_block_reads_as_a_whole()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config() with { MaxPositions = 700 });
        int[] prompt = SmallModels.Ids(600);
        Assert.Equal(decoder.Greedy(prompt, 12, []), Assert.Single(Sample(decoder, prompt, s_greedy)));
    }

    [Fact]
    public void An_adapter_in_the_decoder_has_its_say()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(9);
        IReadOnlyList<int> bare = decoder.Greedy(prompt, 12, []);
        AdapterConfig config = new() { Rank = 3, Alpha = 6, TargetModules = AdapterConfig.AllLinear };
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, config, seed: 1);
        using (no_grad())
        {
            using Generator generator = new(9);
            foreach (Parameter parameter in adapter.Parameters) parameter.uniform_(-0.3, 0.3, generator);
        }

        IReadOnlyList<int> adapted = decoder.Greedy(prompt, 12, []);
        Assert.NotEqual(bare, adapted);
        Assert.Equal(adapted, Assert.Single(Sample(decoder, prompt, s_greedy)));
    }

    [Fact]
    public void Every_drawn_answer_follows_its_own_text_when_others_end_before_it()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(9);
        SamplingOptions options = new() { Answers = 8, MaxTokens = 20 };
        IReadOnlyList<IReadOnlyList<int>> free = Sample(decoder, prompt, options);
        int[] ends = [free[0][0], free[3][5], free[7][2]];
        IReadOnlyList<IReadOnlyList<int>> ended = Sample(decoder, prompt, options with { EndIds = ends });
        for (int i = 0; i < free.Count; i++)
        {
            int stop = free[i].ToList().FindIndex(ends.Contains);
            Assert.Equal(stop < 0 ? free[i] : free[i].Take(stop + 1), ended[i]);
        }

        Assert.True(ended.Select(answer => answer.Count).Distinct().Count() > 2);
    }

    [Fact]
    public void The_seed_decides_the_answers()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(9);
        SamplingOptions options = new() { Answers = 4, MaxTokens = 12, TopP = 0.9 };
        IReadOnlyList<IReadOnlyList<int>> first = Sample(decoder, prompt, options);
        Assert.Equal(first, Sample(decoder, prompt, options));
        Assert.NotEqual(first, new Sampler(decoder).Sample(prompt, options, 8, TestContext.Current.CancellationToken));
        Assert.Equal(4, first.Distinct(new SameIds()).Count());
    }

    [Fact]
    public void An_answer_ends_at_the_models_last_position()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(250);
        Assert.Equal(6, Assert.Single(Sample(decoder, prompt, s_greedy)).Count);
        Assert.Throws<ArgumentException>(() => Sample(decoder, SmallModels.Ids(256), s_greedy));
        Assert.Throws<ArgumentException>(() => Sample(decoder, [], s_greedy));
    }

    [Fact]
    public void A_cancelled_draw_stops()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        Assert.Throws<OperationCanceledException>(() =>
            new Sampler(decoder).Sample(SmallModels.Ids(5), s_greedy, 7, new CancellationToken(canceled: true)));
    }

    private static IReadOnlyList<IReadOnlyList<int>> Sample(
        Decoder decoder, IReadOnlyList<int> prompt, SamplingOptions options) =>
        new Sampler(decoder).Sample(prompt, options, 7, TestContext.Current.CancellationToken);

    private sealed class SameIds : IEqualityComparer<IReadOnlyList<int>>
    {
        public bool Equals(IReadOnlyList<int>? x, IReadOnlyList<int>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(IReadOnlyList<int> ids) => ids.Count;
    }
}
