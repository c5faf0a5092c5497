using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Decoding;

public sealed class DecoderTests
{
    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Mistral)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public void Logits_equal_those_of_a_plain_implementation(string architecture) =>
        AssertLikePlain(SmallModels.Config(architecture), length: 12);

    [Fact]
    public void Llama_3s_rope_scaling_equals_that_of_a_plain_implementation() => AssertLikePlain(
        SmallModels.Config() with { HeadDim = 8, RopeTheta = 100, RopeScaling = new RopeScaling(8, 1, 4, 32) },
        length: 12);

    [Fact]
    public void A_text_longer_than_a_block_of_queries_equals_the_plain_implementation() =>
        AssertLikePlain(SmallModels.Config() with { LayerCount = 1 }, length: 150);

    [Fact]
    public void What_pads_a_row_on_the_right_changes_nothing_before_it()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using DisposeScope scope = NewDisposeScope();
        int[] ids = SmallModels.Ids(9);
        float[] alone = Logits(decoder, ids);
        float[] padded = Logits(decoder, [.. ids, 0, 0, 0, 0]);
        AssertClose(alone, padded[..alone.Length]);
    }

    [Theory]
    [InlineData(7, 11, 1)]
    [InlineData(7, 7, 7)]
    [InlineData(140, 3, 140)]
    public void Packed_texts_equal_each_one_alone(params int[] lengths)
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using DisposeScope scope = NewDisposeScope();
        int[][] texts = [.. lengths.Select((length, i) => SmallModels.Ids(length, seed: i))];
        float[] packed = Logits(decoder, [.. texts.SelectMany(ids => ids)], lengths);
        AssertClose([.. texts.SelectMany(ids => Logits(decoder, ids))], packed, 1e-5f);
    }

    [Fact]
    public void Products_in_16_bits_come_close()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using DisposeScope scope = NewDisposeScope();
        float[] wide = Logits(decoder, SmallModels.Ids(20));
        decoder.ComputeType = ScalarType.BFloat16;
        float[] narrow = Logits(decoder, SmallModels.Ids(20));
        double error = wide.Zip(narrow, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(error, 1e-9, 0.05 * wide.Max(Math.Abs));
    }

    [Fact]
    public void Greedy_stops_after_an_end_id()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        int[] prompt = SmallModels.Ids(5);
        IReadOnlyList<int> free = decoder.Greedy(prompt, 10, []);
        IReadOnlyList<int> stopped = decoder.Greedy(prompt, 10, [free[2]]);
        Assert.Equal(free.Take(free.ToList().IndexOf(free[2]) + 1), stopped);
    }

    private static void AssertLikePlain(ModelConfig config, int length)
    {
        using Decoder decoder = SmallModels.Create(config);
        using DisposeScope scope = NewDisposeScope();
        int[] ids = SmallModels.Ids(length);
        double[][] expected = new PlainDecoder(config, SmallModels.Weights(decoder)).Logits(ids);
        AssertClose([.. expected.SelectMany(row => row).Select(value => (float)value)], Logits(decoder, ids));
    }

    private static float[] Logits(Decoder decoder, int[] ids, params int[] lengths)
    {
        using IDisposable frozen = no_grad();
        Tensor all = tensor(ids.Select(id => (long)id).ToArray());
        Tensor hidden = decoder.Hidden(all, lengths is [] ? [ids.Length] : lengths);
        return DecoderFiles.Values(decoder.Logits(hidden));
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance = 1e-4f)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
