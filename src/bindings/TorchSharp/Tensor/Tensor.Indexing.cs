using System.Runtime.CompilerServices;
using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_select = new("select", "int"), s_slice = new("slice", "Tensor"), s_narrow = new("narrow"),
            s_indexSelect = new("index_select"), s_gather = new("gather"), s_index = new("index", "Tensor"),
            s_index_put_ = new("index_put_"), s_scatter = new("scatter", "src"), s_scatter_ = new("scatter_", "src"),
            s_scatterAdd = new("scatter_add"), s_scatterAdd_ = new("scatter_add_"),
            s_maskedFill = new("masked_fill", "Scalar"), s_maskedFill_ = new("masked_fill_", "Scalar"),
            s_maskedSelect = new("masked_select"), s_where = new("where", "self"), s_nonzero = new("nonzero"),
            s_indexAdd_ = new("index_add_"), s_indexCopy_ = new("index_copy_"), s_maskedScatter = new("masked_scatter");

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index([.. indices.Select(index => TensorIndex.Single(index))]);
            set => index_put_(value, [.. indices.Select(index => TensorIndex.Single(index))]);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            Tensor view = View(indices, out Tensor?[] tensors, out List<Tensor> passing);
            if (tensors.Length == 0) return view;
            Tensor result = s_index.One(view, Argument.Optional(tensors));
            passing.Add(view);
            passing.ForEach(step => step.Dispose());
            return result;
        }

        public Tensor index(params Tensor[] indices) => s_index.One(this, Argument.Optional(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Tensor view = View(indices, out Tensor?[] tensors, out List<Tensor> passing);
            if (tensors.Length == 0) view.copy_(value);
            else s_index_put_.Run(view, Argument.Optional(tensors), value, accumulate);
            passing.Add(view);
            passing.ForEach(step => step.Dispose());
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            s_index_put_.Into(this, Argument.Optional(indices), value);

        public Tensor select(long dim, long index) => s_select.One(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) =>
            s_slice.One(this, dim, start, finish, step);
        public Tensor narrow(long dim, long start, long length) => s_narrow.One(this, dim, start, length);
        public Tensor index_select(long dim, Tensor index) => s_indexSelect.One(this, dim, index);
        public Tensor gather(long dim, Tensor index) => s_gather.One(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatter.One(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => s_scatter_.Into(this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatterAdd.One(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => s_scatterAdd_.Into(this, dim, index, src);
        public Tensor masked_fill(Tensor mask, Scalar value) => s_maskedFill.One(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => s_maskedFill_.Into(this, mask, value);
        public Tensor masked_select(Tensor mask) => s_maskedSelect.One(this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => s_maskedScatter.One(this, mask, value);
        public Tensor where(Tensor condition, Tensor y) => s_where.One(condition, this, y);
        public Tensor nonzero() => s_nonzero.One(this);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            s_indexAdd_.Into(this, dim, index, source, alpha);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => s_indexCopy_.Into(this, dim, index, source);

        // The view that numbers, slices and new dimensions give, and what is left for the operator "index": for each
        // dimension of that view a tensor or null, empty where no index is a tensor.
        private Tensor View(TensorIndex[] indices, out Tensor?[] tensors, out List<Tensor> passing)
        {
            passing = [];
            var found = new List<Tensor?>();
            Tensor view = alias();
            long dim = 0, covered = 0;
            foreach (TensorIndex index in indices)
            {
                Tensor before = view;
                switch (index.kind)
                {
                    case TensorIndex.Kind.Single:
                        view = view.select(dim, index.startIndexOrBoolOrSingle ?? 0);
                        break;
                    case TensorIndex.Kind.Slice:
                        view =
                            s_slice.One(view, dim++, index.startIndexOrBoolOrSingle, index.stopIndex, index.step ?? 1);
                        break;
                    case TensorIndex.Kind.None:
                        view = view.unsqueeze(dim++);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim = view.Dimensions - indices.Reverse()
                            .TakeWhile(later => later.kind != TensorIndex.Kind.Ellipsis).Sum(Consumed);
                        break;
                    case TensorIndex.Kind.Tensor:
                        for (; covered < dim; covered++) found.Add(null);
                        found.Add(index.tensor);
                        covered = dim += Consumed(index);
                        break;
                    default:
                        throw new NotSupportedException("Indexing with a truth value.");
                }

                if (!ReferenceEquals(before, view)) passing.Add(before);
            }

            tensors = [.. found];
            if (tensors.Length > 0) return view;
            passing.ForEach(step => step.Dispose());
            passing.Clear();
            return view;
        }

        // How many dimensions of the tensor an index stands for: a mask stands for as many as it has.
        private static long Consumed(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.None => 0,
            TensorIndex.Kind.Tensor when index.tensor is { dtype: ScalarType.Bool } mask => mask.Dimensions,
            _ => 1,
        };
    }
}
