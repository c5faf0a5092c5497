using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class MathTests
{
    private readonly Tensor left = Vector(1, 2, 4);
    private readonly Tensor right = Vector(2, 4, 5);

    [Fact]
    public void Operators_work_between_tensors()
    {
        Equal([3, 6, 9], left + right);
        Equal([-1, -2, -1], left - right);
        Equal([2, 8, 20], left * right);
        Equal([0.5, 0.5, 0.8], left / right);
        Equal([1, 2, 4], left % right);
        Equal([-1, -2, -4], -left);
    }

    [Fact]
    public void Operators_work_with_numbers_on_either_side()
    {
        Equal([2, 3, 5], left + 1);
        Equal([2, 3, 5], 1 + left);
        Equal([0.5, 1.5, 3.5], left - 0.5);
        Equal([9, 8, 6], 10 - left);
        Equal([3, 6, 12], 3f * left);
        Equal([8, 4, 2], 8.0 / left);
        Equal([0.25, 0.5, 1], left / 4);
    }

    [Fact]
    public void Alpha_scales_what_is_added() => Equal([2, 4, 6.5], left.add(right, alpha: 0.5));

    [Fact]
    public void In_place_operations_change_and_return_the_same_tensor()
    {
        using Tensor tensor = Vector(1, 2);
        Assert.Same(tensor, tensor.add_(1).mul_(3).sub_(1).div_(2).pow_(2));
        Equal([6.25, 16], tensor);
        Equal([0, 0], tensor.zero_());
        Equal([7, 7], tensor.fill_(7));
        Equal([1, 2], tensor.copy_(Vector(1, 2)));
        Equal([1 + (3 * 4 * 0.5), 2 + (3 * 4 * 0.5)], tensor.addcmul_(Vector(3, 3), Vector(4, 4), 0.5));
    }

    [Fact]
    public void Functions_of_one_number_are_those_of_Math()
    {
        Check(tensor => tensor.exp(), Math.Exp);
        Check(tensor => tensor.log(), Math.Log);
        Check(tensor => tensor.sqrt(), Math.Sqrt);
        Check(tensor => tensor.rsqrt(), x => 1 / Math.Sqrt(x));
        Check(tensor => tensor.reciprocal(), x => 1 / x);
        Check(tensor => tensor.sin(), Math.Sin);
        Check(tensor => tensor.cos(), Math.Cos);
        Check(tensor => tensor.tanh(), Math.Tanh);
        Check(tensor => tensor.sigmoid(), Sigmoid);
        Check(tensor => tensor.silu(), x => x * Sigmoid(x));
        Check(tensor => tensor.log_sigmoid(), x => Math.Log(Sigmoid(x)));
        Check(tensor => (-tensor).abs(), x => x);
        Check(tensor => (-tensor).relu(), _ => 0);
        Check(tensor => tensor.pow(3), x => x * x * x);
        Check(tensor => tensor.square(), x => x * x);

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

        static void Check(Func<Tensor, Tensor> function, Func<double, double> expected)
        {
            double[] points = [0.3, 1, 2.5];
            Equal([.. points.Select(expected)], function(tensor(points)), 1e-12);
        }
    }

    [Fact]
    public void Matrix_products_follow_their_shapes()
    {
        Tensor a = Matrix(new float[,] { { 1, 2 }, { 3, 4 } }), b = Matrix(new float[,] { { 5, 6 }, { 7, 8 } });
        Equal([19, 22, 43, 50], a.matmul(b));
        Equal([19, 22, 43, 50], torch.mm(a, b));
        Equal([19, 22, 43, 50], a.unsqueeze(0).bmm(b.unsqueeze(0)));
        Equal([1, 2, 2, 4, 4, 8], left.outer(Vector(1, 2)));
        Assert.Equal([7L, 2, 4], torch.ones(7, 2, 3).matmul(torch.ones(3, 4)).shape);
    }

    [Fact]
    public void Clamping_takes_either_bound()
    {
        Equal([2, 2, 3], left.clamp(2, 3));
        Equal([2, 2, 4], left.clamp(min: (Scalar)2));
        Equal([1, 2, 2], left.clamp_max(2));
        Equal([2, 4, 5], left.maximum(right));
        Equal([1, 2, 4], torch.minimum(left, right));
    }

    [Fact]
    public void Integer_division_rounds_as_asked()
    {
        Tensor numbers = tensor(new long[] { 7, -7 });
        Equal([3, -4], numbers.div(2, RoundingMode.floor));
        Equal([3, -3], numbers.div(2, RoundingMode.trunc));
    }
}
