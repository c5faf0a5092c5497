using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ShapeTests
{
    private readonly Tensor grid = arange(24, ScalarType.Float32).view(2, 3, 4);

    [Fact]
    public void Shapes_change_without_changing_the_order_of_elements()
    {
        Assert.Equal([2L, 12], grid.view(2, -1).shape);
        Assert.Equal([6L, 4], grid.reshape(6, 4).shape);
        Assert.Equal([24L], grid.flatten().shape);
        Assert.Equal([2L, 1, 3, 4], grid.unsqueeze(1).shape);
        Assert.Equal([2L, 3, 4], grid.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2L, 3, 4], grid.unsqueeze(0).squeeze().shape);
        Assert.Equal(3, grid.size(1));
        Assert.Equal(4, grid.size(-1));
        Assert.Equal(24, grid.numel());
        Assert.Equal(3, grid.ndim);
        Assert.Equal([12L, 4, 1], grid.stride());
    }

    [Fact]
    public void Transposing_permutes_strides_until_it_is_made_contiguous()
    {
        Tensor turned = grid.transpose(1, 2);
        Assert.Equal([2L, 4, 3], turned.shape);
        Assert.False(turned.is_contiguous());
        Assert.True(turned.contiguous().is_contiguous());
        Assert.Equal([4L, 2, 3], grid.permute(2, 0, 1).shape);
        Equal([0, 4, 8, 1], turned[0, TensorIndex.Ellipsis][..].flatten().slice(0, 0, 4, 1));
        Assert.Equal(4f, turned.data<float>()[0, 0, 1]);
        Assert.Equal([0f, 4, 8], turned.data<float>().Take(3));
    }

    [Fact]
    public void Expanding_repeats_without_copying()
    {
        Tensor column = Vector(1, 2).unsqueeze(1);
        Assert.Equal(0, column.expand(2, 3).stride(1));
        Equal([1, 1, 1, 2, 2, 2], column.expand(-1, 3).contiguous());
        Equal([1, 2, 1, 2], Vector(1, 2).repeat(2));
        Equal([1, 1, 2, 2], Vector(1, 2).repeat_interleave(2));
    }

    [Fact]
    public void Joining_and_cutting_are_inverse()
    {
        Tensor[] halves = grid.chunk(2, dim: -1);
        Assert.Equal([2L, 3, 2], halves[0].shape);
        Assert.True(torch.cat(halves, -1).Equals(grid));
        Assert.Equal([1L, 3], grid.split([1, 3], dim: 2).Select(part => part.size(2)));
        Assert.Equal([3L, 1], grid.split(3, dim: 2).Select(part => part.size(2)));
        Assert.True(stack(grid.unbind()).Equals(grid));
        Assert.Equal([2L, 2], stack([Vector(1, 2), Vector(3, 4)], dim: 1).shape);
    }

    [Fact]
    public void Triangles_keep_one_side()
    {
        Equal([1, 0, 1, 1], ones(2, 2).tril());
        Equal([0, 1, 0, 0], ones(2, 2).triu(1));
        Equal([1, 0, 0, 1], eye(2));
    }

    [Fact]
    public void Indexing_is_that_of_python()
    {
        Equal([3], grid[0, 0, 3]);
        Equal([23], grid[-1, -1, -1]);
        Equal([20, 21, 22, 23], grid[1, 2]);
        Equal([1, 2], grid[0, 0, TensorIndex.Slice(1, 3)]);
        Equal([0, 2], grid[0, 0, TensorIndex.Slice(step: 2)]);
        Equal([3, 7, 11, 15, 19, 23], grid[TensorIndex.Ellipsis, -1]);
        Equal([0, 12], grid[TensorIndex.Colon, 0, 0]);
        Equal([2, 3], grid[0, 0, 2..]);
        Equal([0, 1, 2], grid[0, 0, ..^1]);
        Assert.Equal([2L, 1, 3, 4], grid[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([2L, 3, 1, 2], grid[TensorIndex.Ellipsis, TensorIndex.None, 1..3].shape);
    }

    [Fact]
    public void Tensors_index_by_number_and_by_mask()
    {
        Tensor picks = tensor(new long[] { 2, 0 });
        Equal([8, 0], grid[0, TensorIndex.Tensor(picks), 0]);
        Assert.Equal([2L, 3, 2], grid[TensorIndex.Ellipsis, TensorIndex.Tensor(picks)].shape);
        Equal([22, 23], grid[grid > 21]);
        Equal([0, 4, 8], grid[TensorIndex.Tensor(grid.select(2, 0) < 10), 0]);
        Equal([2, 0], Vector(0, 1, 2)[picks]);
        Equal(
            [5, 18], grid.index(tensor(new long[] { 0, 1 }), tensor(new long[] { 1, 1 }), tensor(new long[] { 1, 2 })));
    }

    [Fact]
    public void Assigning_through_an_index_writes_into_the_tensor()
    {
        Tensor target = zeros(2, 3);
        target[0] = Vector(1, 2, 3);
        target[1, 1..] = Vector(8, 9);
        target[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 0 }))] = Vector(-1);
        Equal([-1, 2, 3, -1, 8, 9], target);
    }

    [Fact]
    public void Indexing_leaves_no_tensors_behind()
    {
        long before = LiveTensors();
        grid[0, TensorIndex.None, 1.., TensorIndex.Tensor(grid[0, 0] > 1)].Dispose();
        grid[TensorIndex.Ellipsis, 1..3].Dispose();
        Assert.InRange(Tensor.TotalCount, 0, before + 2); // the mask and the row it was made of
    }

    [Fact]
    public void Gathering_and_scattering_go_by_numbers_along_a_dimension()
    {
        Tensor rows = Matrix(new float[,] { { 1, 2 }, { 3, 4 } });
        Tensor places = tensor(new long[,] { { 1 }, { 0 } });
        Equal([2, 3], rows.gather(1, places));
        Equal([0, 9, 9, 0], zeros(2, 2).scatter(1, places, full(2, 1, 9.0)));
        Equal([1, 11, 13, 4], rows.scatter_add(1, places, Matrix(new float[,] { { 9 }, { 10 } })));
        Equal([3, 4, 1, 2], rows.index_select(0, tensor(new long[] { 1, 0 })));
        Equal([3, 4], rows.narrow(0, 1, 1));
        Equal([1, 0, 3, 0], rows.masked_fill(tensor(new[] { false, true }), 0));
        Equal([1, -2, 3, -4], where(tensor(new[] { true, false }), rows, -rows));
        Equal([0L, 1, 1, 1], (rows.remainder(2) == 0).nonzero());
    }
}
