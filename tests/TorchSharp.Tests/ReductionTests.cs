using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ReductionTests
{
    private readonly Tensor matrix = Matrix(new float[,] { { 1, 5, 3 }, { 4, 2, 6 } });

    [Fact]
    public void Sums_and_means_go_over_all_or_over_dimensions()
    {
        Assert.Equal(21f, matrix.sum().item<float>());
        Equal([5, 7, 9], matrix.sum(0L));
        Equal([9, 12], matrix.sum(-1, keepdim: true));
        Assert.Equal([2L, 1], matrix.sum(-1, keepdim: true).shape);
        Assert.Equal(3.5f, matrix.mean().item<float>());
        Equal([3, 4], matrix.mean([1]));
        Assert.Equal(ScalarType.Float64, matrix.sum(0L, type: ScalarType.Float64).dtype);
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        (Tensor values, Tensor indexes) = matrix.max(1);
        Equal([5, 6], values);
        Equal([1L, 2], indexes);
        Equal([1L, 2], matrix.argmax(1));
        Equal([0L, 1, 0], matrix.argmin(0));
        Equal([1, 2], matrix.min(1).values);
        Equal([5, 6], matrix.amax([1], keepdim: false));
        Assert.Equal(6f, matrix.max().item<float>());
        Assert.Equal(1f, matrix.min().item<float>());
    }

    [Fact]
    public void Topk_and_sort_order_by_value()
    {
        (Tensor values, Tensor indexes) = matrix.topk(2);
        Equal([5, 3, 6, 4], values);
        Equal([1L, 2, 2, 0], indexes);
        (Tensor sorted, Tensor places) = matrix.sort(dim: 1, descending: true);
        Equal([5, 3, 1, 6, 4, 2], sorted);
        Equal([1L, 2, 0, 2, 0, 1], places);
    }

    [Fact]
    public void Softmax_sums_to_one_and_its_logarithm_agrees()
    {
        double total = Math.Exp(1) + Math.Exp(5) + Math.Exp(3);
        Equal([Math.Exp(1) / total, Math.Exp(5) / total, Math.Exp(3) / total], matrix[0].softmax(0));
        Equal([1 - Math.Log(total), 5 - Math.Log(total), 3 - Math.Log(total)], matrix[0].log_softmax(-1), 1e-5);
        Equal([Math.Log(total)], matrix[0].logsumexp(0), 1e-5);
    }

    [Fact]
    public void Norms_and_deviations_are_those_of_the_formula()
    {
        Equal([5], Vector(3, 4).norm());
        Equal([7], Vector(3, 4).norm(p: 1));
        Equal([Math.Sqrt(2)], Vector(1, 3).std());
        Equal([1], Vector(1, 3).var(unbiased: false));
    }

    [Fact]
    public void Cumulative_sums_run_along_a_dimension() => Equal([1, 6, 9, 4, 6, 12], matrix.cumsum(1));

    [Fact]
    public void Truth_values_are_gathered()
    {
        Assert.True((matrix > 5).any().item<bool>());
        Assert.False((matrix > 5).all().item<bool>());
        Equal([false, true], (matrix > 5).any(1));
    }

    [Fact]
    public void Comparisons_are_element_wise()
    {
        Tensor row = Vector(1, 2, 3);
        Equal([false, true, false], row.eq(2));
        Equal([true, false, true], row.ne(Vector(0, 2, 0)));
        Equal([true, false, false], row < 2);
        Equal([true, true, false], row <= 2);
        Equal([false, true, true], row >= 2);
        Equal([false, false, true], row.gt(2));
        Equal([false, true, false], (row > 1).logical_and(row < 3));
        Equal([true, false, true], (row == 2).logical_not());
        Equal([true, false, false], Vector(float.NaN, 1, 2).isnan());
        Equal([false, true, false], Vector(float.NaN, 1, float.PositiveInfinity).isfinite());
    }

    [Fact]
    public void Equality_and_closeness_give_one_answer()
    {
        Assert.True(Vector(1, 2).Equals(Vector(1, 2)));
        Assert.False(Vector(1, 2).Equals(Vector(1, 3)));
        Assert.True(Vector(1).allclose(Vector(1.000001f)));
        Assert.False(Vector(1).allclose(Vector(1.1f)));
        Assert.True(Vector(1).allclose(Vector(1.1f), rtol: 0, atol: 0.2));
    }
}
