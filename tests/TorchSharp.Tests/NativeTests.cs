using System.Runtime.InteropServices;
using AssistantLoop.Bindings.LibTorch;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class NativeTests
{
    [Fact]
    public void Any_operator_can_be_called_by_name()
    {
        Equal([4, 6], Native.Call("add", "Tensor", Vector(1, 2), Vector(3, 4))[0]);
        Equal([7, 10], Native.Call("add", "Tensor", Vector(1, 2), Vector(3, 4), 2L)[0]);
        Equal([7, 10], Native.Call("add", "Tensor", Vector(1, 2), Vector(3, 4), (Scalar)2)[0]);
        Assert.Equal(3, Native.Call("split", "Tensor", arange(5), 2L).Length);
        Tensor[] operands = [Vector(1, 2), Matrix(new float[,] { { 1, 0, 2 }, { 5, 2, 3 } })];
        Equal([11, 4, 8], Native.Call("einsum", "", "i,ij->j", operands)[0]);
        Tensor[] normed =
            Native.Call("native_layer_norm", "", Vector(1, 3), (long[])[2], Argument.None, Argument.None, 0.0);
        Equal([-1, 1], normed[0]);
        Equal([2], normed[1]);
    }

    [Fact]
    public void A_missing_operator_is_named_and_breaks_no_other()
    {
        var missing = new Operator("no_such_operator", "of_this_overload");
        var error = Assert.Throws<ExternalException>(() => missing.One(Vector(1)));
        Assert.Contains("aten::no_such_operator.of_this_overload", error.Message, StringComparison.Ordinal);
        Equal([2], Vector(1) + 1);
    }

    [Fact]
    public void Wrong_arguments_throw_instead_of_reading_past_the_end()
    {
        Assert.Throws<ExternalException>(() => Native.Call("add", "Tensor", Vector(1)));
        Assert.Throws<ExternalException>(() => Native.Call("exp", "", Vector(1), 2L));
        Assert.Throws<ExternalException>(() => Native.Call("exp", "", "text"));
        Assert.Throws<ExternalException>(() => Native.Call("matmul", "", Vector(1), Argument.None));
        Assert.Throws<ExternalException>(() => Native.Call("view", "", Vector(1), 1L));
        Equal([2], Vector(1) + 1);
    }

    [Fact]
    public void A_list_longer_than_the_stack_scratch_is_passed_whole()
    {
        Tensor[] many = [.. Enumerable.Range(0, 1000).Select(i => tensor((float)i).unsqueeze(0))];
        Assert.Equal(999 * 1000 / 2, torch.cat(many).sum().item<float>());
        Assert.Equal(1000, Native.Call("_foreach_add", "List", many, many).Length);
    }

    [Fact]
    public void Autocast_computes_matrix_products_in_bfloat16_and_gradients_in_float32()
    {
        Tensor weight = randn(4, 4, requires_grad: true);
        using (Native.Autocast())
        {
            Tensor product = randn(2, 4).matmul(weight);
            Assert.Equal(ScalarType.BFloat16, product.dtype);
            using (Native.Autocast(enabled: false)) Assert.Equal(ScalarType.Float32, randn(2, 4).matmul(weight).dtype);
            Assert.Equal(ScalarType.BFloat16, randn(2, 4).matmul(weight).dtype);
            product.sum().backward();
        }

        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Assert.Equal(ScalarType.Float32, randn(2, 4).matmul(weight).dtype);
    }

    [Fact]
    public void Autocast_sees_a_weight_that_changed_between_two_scopes()
    {
        Tensor weight = ones(1, 1, requires_grad: true);
        Equal([1], Product());
        using (no_grad()) weight.fill_(3);
        Equal([3], Product());

        Tensor Product()
        {
            using IDisposable scope = Native.Autocast();
            return ones(1, 1).matmul(weight);
        }
    }

    [Fact]
    public void Native_references_are_counted()
    {
        LiveTensors();
        long before = Native.TensorCount;
        Tensor tensor = Vector(1);
        Assert.Equal(before + 1, Native.TensorCount);
        tensor.Dispose();
        Assert.Equal(before, Native.TensorCount);
        Assert.StartsWith(Native.Version.Split('.')[0] + ".", Native.Version, StringComparison.Ordinal);
    }
}
