using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_view = new("view"), s_reshape = new("reshape"), s_flatten = new("flatten", "using_ints"),
            s_transpose = new("transpose", "int"), s_t = new("t"), s_permute = new("permute"),
            s_contiguous = new("contiguous"), s_unsqueeze = new("unsqueeze"), s_squeeze = new("squeeze"),
            s_squeezeDim = new("squeeze", "dim"), s_expand = new("expand"), s_repeat = new("repeat"),
            s_repeatInterleave = new("repeat_interleave", "self_int"),
            s_repeatInterleaveTensor = new("repeat_interleave", "self_Tensor"), s_chunk = new("chunk"),
            s_split = new("split", "Tensor"), s_splitSizes = new("split_with_sizes"), s_unbind = new("unbind", "int"),
            s_tril = new("tril"), s_triu = new("triu"), s_diag = new("diag"), s_flip = new("flip"),
            s_roll = new("roll"), s_diagonal = new("diagonal");

        public Tensor view(params long[] shape) => s_view.One(this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => s_reshape.One(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flatten.One(this, start_dim, end_dim);

        public Tensor transpose(long dim0, long dim1) => s_transpose.One(this, dim0, dim1);

        public Tensor t() => s_t.One(this);

        public Tensor T => permute([.. Enumerable.Range(0, (int)Dimensions).Reverse().Select(dim => (long)dim)]);

        public Tensor mT => transpose(-2, -1);

        public Tensor permute(params long[] permutation) => s_permute.One(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor contiguous() => s_contiguous.One(this);

        public Tensor unsqueeze(long dim) => s_unsqueeze.One(this, dim);

        public Tensor squeeze(long? dim = null) => dim is { } one ? s_squeezeDim.One(this, one) : s_squeeze.One(this);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => s_expand.One(this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => s_expand.One(this, sizes);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor repeat(params long[] sizes) => s_repeat.One(this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleave.One(this, repeats, dim, output_size);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveTensor.One(this, repeats, dim, output_size);

        public Tensor[] chunk(long chunks, long dim = 0L) => s_chunk.Many(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => s_split.Many(this, size, (long)dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long[] sizes, long dim = 0) => s_splitSizes.Many(this, sizes, dim);

        public Tensor[] unbind(long dimension = 0L) => s_unbind.Many(this, dimension);

        public Tensor tril(long diagonal = 0) => s_tril.One(this, diagonal);

        public Tensor triu(long diagonal = 0) => s_triu.One(this, diagonal);

        public Tensor diag(long diagonal = 0) => s_diag.One(this, diagonal);

        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) =>
            s_diagonal.One(this, offset, dim1, dim2);

        public Tensor flip(params long[] dims) => s_flip.One(this, dims);

        public Tensor roll(long shifts, long? dims = null) =>
            s_roll.One(this, new[] { shifts }, dims is { } dim ? [dim] : Array.Empty<long>());
    }
}
