using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tests.Decoding;
using AssistantLoop.Training.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class JudgeTests
{
    // Texts with 2 and with 8 trainable tokens.
    private static readonly Example[] s_examples = [Imitation(6, 2, 1), Imitation(12, 8, 2)];

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public void A_step_is_the_mean_over_all_its_tokens_whatever_its_passes(int tokensPerPass)
    {
        using Decoder decoder = Learning();
        PlainDecoder plain = new(decoder.Config, SmallModels.Weights(decoder));
        double sum = 0;
        foreach (EncodedChat text in s_examples.SelectMany(example => example.Texts))
        {
            double[][] logits = plain.Logits(text.Ids);
            for (int i = 1; i < text.Ids.Length; i++)
                if (text.Trainable[i]) sum -= logits[i - 1][text.Ids[i]] - Math.Log(logits[i - 1].Sum(Math.Exp));
        }

        Judge judge = new(decoder, new Recipe { TokensPerPass = tokensPerPass }, null);
        Assert.Equal(sum / 10, judge.Measure(s_examples).Loss, 1e-5);
        Assert.Equal(sum / 10, judge.Learn(s_examples, () => { }).Loss, 1e-5);
    }

    [Fact]
    public void Passes_of_any_size_give_the_same_gradient()
    {
        float[][] one = Gradients(new Recipe { TokensPerPass = 1000 }), two = Gradients(new Recipe { TokensPerPass = 1 });
        AssertClose(one, two, 1e-5f);
    }

    [Fact]
    public void Gradients_are_the_same_with_checkpointing_and_in_two_walks()
    {
        float[][] plain = Gradients(new Recipe());
        AssertClose(plain, Gradients(new Recipe { GradientCheckpointing = true }), 1e-6f);
        AssertClose(plain, Gradients(new Recipe { Aims = [new(new SftObjective(), 0.5), new(new Again(), 0.5)] }), 1e-6f);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Every_factor_B_gets_its_gradient_with_checkpointing_and_dropout(double dropout)
    {
        float[][] Run(bool checkpointing)
        {
            using Decoder decoder = SmallModels.Create(SmallModels.Config());
            using LoraAdapter adapter = LoraAdapter.Attach(
                decoder, new Recipe { Dropout = dropout, Rank = 4 }.ToAdapterConfig(""), seed: 3);
            new Judge(decoder, new Recipe { GradientCheckpointing = checkpointing }, null)
                .Learn(s_examples, () => { });
            return [.. adapter.NamedParameters.Where(pair => pair.Name.Contains("lora_B", StringComparison.Ordinal))
                .Select(pair => DecoderFiles.Values(pair.Parameter.grad!))];
        }

        float[][] kept = Run(checkpointing: false), twice = Run(checkpointing: true);
        Assert.Equal(14, twice.Length);
        Assert.All(twice, gradient => Assert.Contains(gradient, value => value != 0));
        AssertClose(kept, twice, 1e-6f);
    }

    [Fact]
    public void Where_memory_runs_out_the_passes_are_halved_and_the_gradient_is_the_same()
    {
        Recipe recipe = new() { Aims = [new(new Again())], TokensPerPass = 18 };
        float[][] fitting = Gradients(recipe), halved = Gradients(recipe with { Aims = [new(new Again(most: 1))] });
        AssertClose(fitting, halved, 1e-5f);
    }

    [Fact]
    public void One_example_that_memory_does_not_hold_is_an_error_that_says_so()
    {
        var error = Assert.Throws<TrainingException>(() => { Gradients(new Recipe { Aims = [new(new Again(most: 0))] }); });
        Assert.Contains("one example of 12 tokens", error.Message, StringComparison.Ordinal);
    }

    private static float[][] Gradients(Recipe recipe)
    {
        using Decoder decoder = Learning();
        List<Parameter> parameters = [.. decoder.parameters()];
        void Clear()
        {
            foreach (Parameter parameter in parameters) parameter.grad = null;
        }

        new Judge(decoder, recipe, null).Learn(s_examples, Clear);
        return [.. parameters.Select(parameter => DecoderFiles.Values(parameter.grad!))];
    }

    private static Decoder Learning() => SmallModels.Create(SmallModels.Config());

    private static Example Imitation(int length, int trainable, int seed) => new(ExampleKind.Imitation,
        [new EncodedChat(SmallModels.Ids(length, seed), [.. Enumerable.Range(0, length).Select(i => i >= length - trainable)])]);

    private static void AssertClose(float[][] expected, float[][] actual, float tolerance)
    {
        foreach ((float[] mine, float[] theirs) in expected.Zip(actual))
            Assert.All(mine.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    // Imitation as a business might write it: no slope known before, and memory for so many examples at once.
    private sealed class Again(int most = int.MaxValue) : IObjective
    {
        public string Name => "again";

        public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

        public bool NeedsReference => false;

        public bool Takes(Example example) => example.Kind == ExampleKind.Imitation;

        public double Weight(Example example) => example.Tokens;

        public Tensor Losses(ScoredExamples examples) => examples.Examples.Count <= most
            ? -examples.Sums()
            : empty(1L << 50);
    }
}
