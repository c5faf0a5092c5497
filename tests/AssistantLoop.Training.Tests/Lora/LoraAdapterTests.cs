using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Lora;

public sealed class LoraAdapterTests
{
    private static readonly AdapterConfig s_config =
        new() { Rank = 3, Alpha = 6, TargetModules = AdapterConfig.AllLinear };

    [Fact]
    public void A_new_adapter_changes_no_bit()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        float[] before = LoraRuns.Logits(decoder);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        Assert.Equal(before, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void A_is_drawn_from_the_seed()
    {
        Assert.Equal(NewA(seed: 5), NewA(seed: 5));
        Assert.NotEqual(NewA(seed: 5), NewA(seed: 6));
        Assert.All(NewA(seed: 5), value => Assert.InRange(Math.Abs(value), 0, 1 / Math.Sqrt(16)));

        static float[] NewA(long seed)
        {
            using Decoder decoder = SmallModels.Create(SmallModels.Config());
            using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed);
            return adapter.ToPeft(null).Modules["model.layers.1.self_attn.q_proj"].A;
        }
    }

    [Fact]
    public void Learning_moves_the_factors_and_no_bit_of_the_base()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        Dictionary<string, float[]> before = SmallModels.Weights(decoder);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        PeftAdapter start = adapter.ToPeft(null);
        LoraRuns.Learn(decoder, adapter);
        Assert.Equal(before, SmallModels.Weights(decoder));
        foreach ((string path, LoraPair pair) in adapter.ToPeft(null).Modules)
        {
            Assert.NotEqual(start.Modules[path].A, pair.A);
            Assert.NotEqual(start.Modules[path].B, pair.B);
        }
    }

    [Fact]
    public void Merged_equals_unmerged_and_unmerging_restores_every_bit()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config(ModelConfig.Qwen2));
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        LoraRuns.Learn(decoder, adapter);
        float[] apart = LoraRuns.Logits(decoder);
        Dictionary<string, float[]> before = SmallModels.Weights(decoder);
        adapter.Merge();
        Assert.All(apart.Zip(LoraRuns.Logits(decoder)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.NotEqual(before, SmallModels.Weights(decoder));
        adapter.Unmerge();
        Assert.Equal(before, SmallModels.Weights(decoder));
        Assert.Equal(apart, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void Turned_off_or_taken_out_it_leaves_the_base()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        float[] bare = LoraRuns.Logits(decoder);
        LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        LoraRuns.Learn(decoder, adapter);
        float[] adapted = LoraRuns.Logits(decoder);
        Assert.NotEqual(bare, adapted);
        adapter.Enable(false);
        Assert.Equal(bare, LoraRuns.Logits(decoder));
        adapter.Enable(true);
        Assert.Equal(adapted, LoraRuns.Logits(decoder));
        adapter.Dispose();
        Assert.Equal(bare, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void A_saved_adapter_computes_the_same_when_it_is_loaded()
    {
        using TempFolder temp = new();
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        AdapterConfig config = s_config with { TargetModules = ["q_proj", "down_proj"], RsLora = true };
        float[] adapted;
        using (LoraAdapter adapter = LoraAdapter.Attach(decoder, config, seed: 1))
        {
            LoraRuns.Learn(decoder, adapter);
            adapted = LoraRuns.Logits(decoder);
            adapter.ToPeft(null).Save(temp.In("adapter"));
        }

        PeftAdapter read = PeftAdapter.Load(temp.In("adapter"), decoder.Config);
        Assert.Equal(4, read.Modules.Count);
        using LoraAdapter again = LoraAdapter.Attach(decoder, read);
        Assert.Equal(adapted, LoraRuns.Logits(decoder));
    }

    [Fact]
    public void The_factors_gradient_matches_central_differences()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        decoder.to(ScalarType.Float64);
        decoder.ComputeType = ScalarType.Float64;
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        Random random = new(2);
        using (no_grad())
        {
            // B away from zero, or A would have no gradient.
            using Generator generator = new(9);
            foreach (Parameter parameter in adapter.Parameters) parameter.uniform_(-0.3, 0.3, generator);
        }

        TokenLoss.Backward(decoder, LoraRuns.Batch(), 1);
        foreach (Parameter parameter in adapter.Parameters)
        {
            long[] at = [.. parameter.shape.Select(size => (long)random.Next((int)size))];
            using Tensor gradient = parameter.grad!;
            float kept = parameter.data<float>()[at];
            const float Step = 1f / 1024;
            parameter.data<float>()[at] = kept + Step;
            double above = TokenLoss.Sum(decoder, LoraRuns.Batch());
            parameter.data<float>()[at] = kept - Step;
            double below = TokenLoss.Sum(decoder, LoraRuns.Batch());
            parameter.data<float>()[at] = kept;
            double expected = (above - below) / (2.0 * Step);
            Assert.Equal(expected, gradient.data<float>()[at], 1e-3 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void Dropout_is_off_outside_training_and_drawn_from_the_seed_within()
    {
        float[][] runs = [Trained(), Trained()];
        Assert.Equal(runs[0], runs[1]);

        static float[] Trained()
        {
            using Decoder decoder = SmallModels.Create(SmallModels.Config());
            using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config with { Dropout = 0.5 }, seed: 3);
            LoraRuns.Learn(decoder, adapter);
            Assert.NotEqual(LoraRuns.Logits(decoder), LoraRuns.Logits(decoder));
            adapter.Train(false);
            Assert.Equal(LoraRuns.Logits(decoder), LoraRuns.Logits(decoder));
            return LoraRuns.Logits(decoder);
        }
    }

    [Fact]
    public void Targets_that_no_module_has_are_refused()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config with { TargetModules = ["c_attn"] }, 1);
        });
        Assert.Contains("c_attn", error.Message, StringComparison.Ordinal);
    }
}
