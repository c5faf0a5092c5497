using System.Runtime.InteropServices;
using AssistantLoop.Bindings.LibTorch;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class FunctionalTests
{
    private readonly Tensor logits = Matrix(new float[,] { { 1, 2, 3 }, { 0, 5, 0 }, { 4, 4, 4 } });

    [Fact]
    public void Cross_entropy_is_the_mean_negative_log_probability()
    {
        double first = Math.Log(Math.Exp(-2) + Math.Exp(-1) + 1), third = Math.Log(3);
        Tensor targets = tensor(new long[] { 2, -100, 0 });
        Equal([(first + third) / 2], nn.functional.cross_entropy(logits, targets));
        Equal([first + third], nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum));
        Equal([first, 0, third], nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.None));
        Equal([third], nn.functional.cross_entropy(logits, tensor(new long[] { 2, 2, 0 }), ignore_index: 2));
    }

    [Fact]
    public void Label_smoothing_mixes_in_the_uniform_law()
    {
        double log = Math.Log(Math.Exp(-2) + Math.Exp(-1) + 1);
        double expected = (0.9 * log) + (0.1 * ((2 + log) + (1 + log) + log) / 3);
        Tensor first = logits.narrow(0, 0, 1), target = tensor(new long[] { 2 });
        Equal([expected], nn.functional.cross_entropy(first, target, label_smoothing: 0.1));
    }

    [Fact]
    public void Losses_between_vectors()
    {
        Equal([2.5], nn.functional.mse_loss(Vector(1, 2), Vector(2, 4)));
        Equal([-1], nn.functional.nll_loss(logits.narrow(0, 0, 1), tensor(new long[] { 0 })));
    }

    [Fact]
    public void Dropout_scales_what_is_left_and_is_off_outside_training()
    {
        manual_seed(9);
        Tensor dropped = nn.functional.dropout(ones(10000), 0.25);
        Assert.All(dropped.data<float>().ToArray(), x => Assert.True(x is 0 || Math.Abs(x - (4f / 3)) < 1e-6));
        Assert.InRange(dropped.mean().item<float>(), 0.97f, 1.03f);
        Equal([1, 1], nn.functional.dropout(ones(2), 0.25, training: false));
    }

    [Fact]
    public void Activations_are_those_of_the_tensor()
    {
        Equal([3 / (1 + Math.Exp(-3))], nn.functional.silu(Vector(3)));
        Equal([0, 2], nn.functional.relu(Vector(-1, 2)));
        Equal([0.5, 0.5], nn.functional.softmax(Vector(1, 1), 0));
        Equal([13], nn.functional.linear(Vector(1, 2), Matrix(new float[,] { { 3, 5 } })));
    }

    [Fact]
    public void Attention_is_there_with_libtorch_2_and_says_so_before()
    {
        Tensor x = randn(1, 2, 3, 4);
        if (Native.Version.StartsWith("1.", StringComparison.Ordinal))
        {
            var error = Assert.Throws<ExternalException>(() => nn.functional.scaled_dot_product_attention(x, x, x));
            Assert.Contains("scaled_dot_product_attention", error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal([1L, 2, 3, 4], nn.functional.scaled_dot_product_attention(x, x, x, is_casual: true).shape);
        }
    }
}
