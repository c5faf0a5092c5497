using System.Collections;
using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static Embedding Embedding(
                long num_embeddings,
                long embedding_dims,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                if (max_norm is not null) throw new NotSupportedException("Embedding with max_norm.");
                Tensor weight = torch.empty(num_embeddings, embedding_dims, dtype, device);
                init.normal_(weight);
                if (padding_idx is { } padding) using (Tensor row = weight.select(0, padding)) row.zero_();
                return new Embedding(new Parameter(weight), padding_idx ?? -1, scale_grad_by_freq, sparse);
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings,
                bool freeze = true,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                if (max_norm is not null) throw new NotSupportedException("Embedding with max_norm.");
                Tensor weight = embeddings.alias().detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device);
                return new Embedding(new Parameter(weight, !freeze), padding_idx ?? -1, scale_grad_by_freq, sparse);
            }

            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>y = x W^T + b; W is [out, in].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter weightValue;
        private Parameter? biasValue;

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            (in_features, out_features) = (weight.shape[1], weight.shape[0]);
            weightValue = this.weight = weight;
            this.bias = bias;
        }

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            (in_features, out_features) = (inputSize, outputSize);
            weightValue = weight = torch.empty(outputSize, inputSize, dtype, device).AsParameter();
            nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
            if (!hasBias) return;
            bias = torch.empty(outputSize, dtype, device).AsParameter();
            double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            nn.init.uniform_(bias, -bound, bound);
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public Parameter weight
        {
            get => weightValue;
            set
            {
                if (ReferenceEquals(value, weightValue)) return;
                weightValue?.Dispose();
                weightValue = (Parameter)value.DetachFromDisposeScope();
                ConditionallyRegisterParameter(nameof(weight), weightValue);
            }
        }

        public Parameter? bias
        {
            get => biasValue;
            set
            {
                if (ReferenceEquals(value, biasValue)) return;
                biasValue?.Dispose();
                biasValue = (Parameter?)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(nameof(bias), biasValue);
            }
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weightValue, biasValue);

        protected override void RegisterComponents()
        {
        }
    }

    /// <summary>Rows of a table [count, width] by their numbers: ids [...] give [..., width].</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private static readonly Operator s_embedding = new("embedding");

        private readonly long padding;
        private readonly bool scaleByFrequency;
        private readonly bool sparse;
        private Parameter weightValue;

        internal Embedding(Parameter weight, long padding, bool scaleByFrequency, bool sparse)
            : base(nameof(Embedding))
        {
            (this.padding, this.scaleByFrequency, this.sparse) = (padding, scaleByFrequency, sparse);
            weightValue = this.weight = weight;
        }

        public Parameter weight
        {
            get => weightValue;
            set
            {
                if (ReferenceEquals(value, weightValue)) return;
                weightValue?.Dispose();
                weightValue = (Parameter)value.DetachFromDisposeScope();
                ConditionallyRegisterParameter(nameof(weight), weightValue);
            }
        }

        public override Tensor forward(Tensor input) =>
            s_embedding.One(weightValue, input, padding, scaleByFrequency, sparse);

        protected override void RegisterComponents()
        {
        }
    }

    /// <summary>In training, zeroes each element with probability p and scales the rest by 1 / (1 - p).</summary>
    public sealed class Dropout : nn.Module<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace)
            : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);

        public bool inplace { get; set; }

        public double p { get; set; }

        public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, p, training, inplace);
    }

    /// <summary>Modules in a list, registered as "0", "1" and so on.</summary>
    public class ModuleList<T>(params T[] modules) : nn.Module(nameof(ModuleList<T>)), IList<T>
        where T : nn.Module
    {
        private readonly List<T> list = [.. modules];
        private bool registered;

        public int Count => list.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => list[index];
            set => list[index] = value;
        }

        public void Add(T item) => list.Add(item);
        public void append(params T[] parameters) => list.AddRange(parameters);
        public void extend(IEnumerable<T> modules) => list.AddRange(modules);
        public void Insert(int index, T item) => list.Insert(index, item);
        public bool Remove(T item) => list.Remove(item);
        public void RemoveAt(int index) => list.RemoveAt(index);
        public void Clear() => list.Clear();
        public bool Contains(T item) => list.Contains(item);
        public int IndexOf(T item) => list.IndexOf(item);
        public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
        public IEnumerator<T> GetEnumerator() => list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            if (registered) return;
            for (int i = 0; i < list.Count; i++) register_module($"{i}", list[i]);
            registered = true;
        }
    }
}
