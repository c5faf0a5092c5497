using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_sum = new("sum"), s_sumDim = new("sum", "dim_IntList"), s_mean = new("mean"),
            s_meanDim = new("mean", "dim"), s_prod = new("prod"), s_max = new("max"), s_maxDim = new("max", "dim"),
            s_min = new("min"), s_minDim = new("min", "dim"), s_amax = new("amax"), s_amin = new("amin"),
            s_argmax = new("argmax"), s_argmin = new("argmin"), s_std = new("std"), s_stdDim = new("std", "dim"),
            s_var = new("var"), s_varDim = new("var", "dim"), s_norm = new("norm", "Scalar"),
            s_normDim = new("norm", "ScalarOpt_dim"), s_any = new("any"), s_anyDim = new("any", "dim"),
            s_all = new("all"), s_allDim = new("all", "dim"), s_logsumexp = new("logsumexp"),
            s_softmax = new("softmax", "int"), s_logSoftmax = new("log_softmax", "int"), s_cumsum = new("cumsum"),
            s_topk = new("topk"), s_sort = new("sort", "stable"), s_argsort = new("argsort");

        public Tensor sum(ScalarType? type = null) => s_sum.One(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDim.One(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);

        public Tensor mean() => s_mean.One(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            s_meanDim.One(this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => s_prod.One(this, type);

        public Tensor max() => s_max.One(this);

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => s_maxDim.Two(this, dim, keepdim);

        public Tensor min() => s_min.One(this);

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => s_minDim.Two(this, dim, keepdim);

        public Tensor amax(params long[] dims) => s_amax.One(this, dims);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false) => s_amax.One(this, dims.ToArray(), keepdim);

        public Tensor amin(params long[] dims) => s_amin.One(this, dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false) => s_amin.One(this, dims.ToArray(), keepdim);

        public Tensor argmax() => s_argmax.One(this);

        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.One(this, dim, keepdim);

        public Tensor argmin() => s_argmin.One(this);

        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.One(this, dim, keepdim);

        public Tensor std(bool unbiased = true) => s_std.One(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false) =>
            s_stdDim.One(this, new[] { dim }, unbiased, keepdim);

        public Tensor var(bool unbiased = true) => s_var.One(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false) =>
            s_varDim.One(this, new[] { dim }, unbiased, keepdim);

        public Tensor norm(float p = 2.0f) => s_norm.One(this, (Scalar)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            s_normDim.One(this, (Scalar)p, new[] { (long)dim }, keepdim);

        public Tensor any() => s_any.One(this);

        public Tensor any(long dim, bool keepdim = false) => s_anyDim.One(this, dim, keepdim);

        public Tensor all() => s_all.One(this);

        public Tensor all(long dim, bool keepdim = false) => s_allDim.One(this, dim, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.One(this, new[] { dim }, keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmax.One(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_logSoftmax.One(this, dim, dtype);

        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.One(this, dim, type);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            s_topk.Two(this, (long)k, (long)dim, largest, sorted);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            s_sort.Two(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.One(this, dim, descending);
    }
}
