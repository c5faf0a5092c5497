using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Embeddings;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Embeddings;

public sealed class BertEncoderTests
{
    private static readonly EncoderConfig s_config = new()
    {
        HiddenSize = 8,
        LayerCount = 2,
        HeadCount = 2,
        IntermediateSize = 12,
        MaxPositions = 16,
        VocabularySize = 30,
        TypeCount = 1,
    };

    private static readonly int[][] s_texts = [[2, 5, 6, 7, 3], [2, 9, 3], [2, 11, 12, 13, 14, 15, 16, 3], [2, 9, 5, 3]];

    [Fact]
    public void A_text_has_the_same_vector_alone_and_in_a_padded_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        using BertEncoder encoder = new(s_config, 1, CPU);
        float[] together = DecoderFiles.Values(encoder.Embed(s_texts, 1000)), small = DecoderFiles.Values(encoder.Embed(s_texts, 8));
        for (int at = 0; at < s_texts.Length; at++)
        {
            float[] alone = DecoderFiles.Values(encoder.Embed([s_texts[at]], 1000));
            for (int i = 0; i < 8; i++)
            {
                Assert.Equal(alone[i], together[(at * 8) + i], 1e-5);
                Assert.Equal(alone[i], small[(at * 8) + i], 1e-5);
            }

            Assert.Equal(1, alone.Sum(value => value * value), 1e-5);
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        using BertEncoder encoder = new(s_config, 1, CPU);
        Tensor mix = tensor([.. Enumerable.Range(0, 32).Select(i => MathF.Sin(i))], [4L, 8L]);
        Tensor Loss() => (encoder.Embed(s_texts, 1000) * mix).sum();
        Loss().backward();
        foreach (string name in (string[])[EncoderLayout.Words, "encoder.layer.0.attention.self.query.weight", "encoder.layer.1.output.dense.bias"])
        {
            TorchSharp.Modules.Parameter weight = encoder.Weights[name];
            int at = name == EncoderLayout.Words ? (9 * 8) + 3 : 3;
            double analytic = weight.grad!.view(-1)[at].item<float>();
            using IDisposable frozen = no_grad();
            // Small beside the weights' 0.02, and large beside the rounding of 32 bits.
            weight.view(-1)[at] = weight.view(-1)[at] + 3e-4f;
            double up = Loss().item<float>();
            weight.view(-1)[at] = weight.view(-1)[at] - 6e-4f;
            double down = Loss().item<float>();
            Assert.Equal((up - down) / 6e-4, analytic, 1e-2 * Math.Max(1, Math.Abs(analytic)));
        }
    }

    [Fact]
    public void A_seed_gives_the_same_weights_and_all_are_saved()
    {
        using TempFolder temp = new();
        using BertEncoder one = new(s_config, 3, CPU), same = new(s_config, 3, CPU);
        Assert.Equal(
            DecoderFiles.Values(one.Weights[EncoderLayout.Words]), DecoderFiles.Values(same.Weights[EncoderLayout.Words]));
        one.Save(temp.Path, TensorType.F32);
        using SafetensorsFile file = SafetensorsFile.Open(temp.In("model.safetensors"));
        Assert.Equal(EncoderLayout.TensorsOf(s_config).Select(tensor => tensor.Name).Order(), file.Tensors.Keys.Order());
        Assert.Equal(DecoderFiles.Values(one.Weights[EncoderLayout.Words]), file.ReadFloat32(EncoderLayout.Words));
    }
}
