using TorchSharp.Modules;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        manual_seed(3);
        Tensor weights = randn(4, 3, ScalarType.Float64), inputs = randn(2, 4, ScalarType.Float64);
        CheckGradient(inputs, x => x.matmul(weights).silu().softmax(-1).log().sum());
        CheckGradient(inputs, x => (x * x.pow(2).mean([-1], keepdim: true).add(1e-6).rsqrt()).mul(x.sin()).sum());
        CheckGradient(inputs, x => torch.cat([x.narrow(1, 0, 2).neg(), x.slice(1, 2, 4, 1)], 1).tanh().pow(2).sum());
        CheckGradient(inputs, x => nn.functional.cross_entropy(x, tensor(new long[] { 1, 3 })));
        CheckGradient(
            inputs, x => x.transpose(0, 1).contiguous().view(2, 2, 2).permute(2, 0, 1).exp().logsumexp(1).sum());
        CheckGradient(inputs, x => x.index_select(1, tensor(new long[] { 0, 0, 2 })).sigmoid().sum());
        CheckGradient(inputs, x => x.masked_fill(tensor(new[] { true, false, false, true }), 3.0).pow(3).sum());
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        Tensor x = tensor([2f], requires_grad: true);
        (x * x).backward();
        (x * x).backward();
        Equal([8], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Nothing_is_recorded_under_no_grad()
    {
        Tensor x = tensor([2f], requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }

    [Fact]
    public void Grad_mode_belongs_to_the_thread()
    {
        using IDisposable frozen = no_grad();
        bool elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
    }

    [Fact]
    public void A_graph_can_be_kept_for_a_second_pass()
    {
        Tensor x = tensor([3f], requires_grad: true);
        Tensor y = x.pow(2);
        y.backward(retain_graph: true);
        y.backward();
        Equal([12], x.grad!);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => y.backward());
    }

    [Fact]
    public void Gradient_clipping_scales_all_gradients_to_one_norm()
    {
        var first = new Parameter(Vector(0, 0));
        var second = new Parameter(Vector(0));
        ((first * Vector(3, 0)).sum() + (second * 4).sum()).backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_([first, second], max_norm: 1), 1e-6);
        Equal([0.6, 0], first.grad!, 1e-5);
        Equal([0.8], second.grad!, 1e-5);
        Assert.Equal(1, nn.utils.clip_grad_norm_([first, second], max_norm: 10), 1e-5);
        Equal([0.8], second.grad!, 1e-5);
    }

    private static void CheckGradient(Tensor at, Func<Tensor, Tensor> function)
    {
        const double Step = 1e-5;
        Tensor x = at.clone().requires_grad_();
        function(x).backward();
        double[] values = at.data<double>().ToArray();
        double[] expected = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            expected[i] = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
        Equal(expected, x.grad!, 1e-6);

        double Value(int index, double step)
        {
            double[] moved = [.. values];
            moved[index] += step;
            return function(tensor(moved, at.shape)).item<double>();
        }
    }
}
