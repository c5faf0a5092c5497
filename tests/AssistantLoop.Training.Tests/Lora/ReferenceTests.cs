using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Lora;

public sealed class ReferenceTests
{
    private static readonly AdapterConfig s_config =
        new() { Rank = 3, Alpha = 6, Dropout = 0.5, TargetModules = AdapterConfig.AllLinear };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_new_adapter_it_is_the_base_alone(bool dora)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        float[] bare = LoraRuns.Logits(decoder);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config with { Dora = dora }, seed: 1);
        Change(adapter);
        AssertReference(bare, decoder, adapter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_continued_adapter_it_is_the_adapter_as_it_was_attached(bool dora)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        PeftAdapter trained;
        using (LoraAdapter first = LoraAdapter.Attach(decoder, s_config with { Dora = dora }, seed: 1))
        {
            Change(first);
            trained = first.ToPeft(null);
        }

        float[] bare = LoraRuns.Logits(decoder);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, trained);
        float[] attached = LoraRuns.Logits(decoder);
        Assert.NotEqual(bare, attached);
        Change(adapter);
        AssertReference(attached, decoder, adapter);
    }

    [Fact]
    public void It_has_no_dropout_and_takes_no_gradient()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        PeftAdapter trained;
        using (LoraAdapter first = LoraAdapter.Attach(decoder, s_config, seed: 1)) trained = first.ToPeft(null);
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, trained);
        adapter.Train(true);
        Change(adapter);
        using IDisposable reference = adapter.AsReference();
        Assert.Equal(LoraRuns.Logits(decoder), LoraRuns.Logits(decoder));
        using Tensor ids = tensor(new long[] { 1, 2, 3 }, [1, 3]);
        Assert.False(decoder.call(ids).requires_grad);
    }

    [Fact]
    public void A_merged_adapter_has_none()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config, seed: 1);
        adapter.Merge();
        Assert.Throws<InvalidOperationException>(adapter.AsReference);
    }

    [Fact]
    public void The_parameters_are_the_factors_A_and_B_and_the_magnitudes()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, s_config with { Dora = true }, seed: 1);
        Assert.All(adapter.FactorsB, parameter => Assert.Equal([0f], DecoderFiles.Values(parameter).Distinct()));
        ILookup<string, long[]> shapes = adapter.NamedParameters.ToLookup(
            pair => pair.Name.Split('.')[^2], pair => pair.Parameter.shape);
        Assert.Equal(["lora_A", "lora_B", "lora_magnitude_vector"], shapes.Select(kind => kind.Key).Order());
        Assert.All(shapes, kind => Assert.Equal(14, kind.Count()));
        Assert.All(shapes["lora_A"], shape => Assert.Equal(3, shape[0]));
        Assert.All(shapes["lora_B"], shape => Assert.Equal(3, shape[1]));
        Assert.Equal(3 * 14, adapter.Parameters.Count());
    }

    private static void AssertReference(float[] reference, Decoder decoder, LoraAdapter adapter)
    {
        adapter.Train(false);
        float[] changed = LoraRuns.Logits(decoder);
        Assert.NotEqual(reference, changed);
        using (adapter.AsReference()) Assert.Equal(reference, LoraRuns.Logits(decoder));
        Assert.Equal(changed, LoraRuns.Logits(decoder));
    }

    private static void Change(LoraAdapter adapter)
    {
        using IDisposable frozen = no_grad();
        using Generator generator = new(8);
        foreach (Parameter parameter in adapter.Parameters)
        {
            using Tensor noise = empty_like(parameter).uniform_(-0.2, 0.2, generator);
            parameter.add_(noise);
        }
    }
}
