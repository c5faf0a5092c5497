using System.Diagnostics.CodeAnalysis;
using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
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
                Tensor weight = embeddings.detach()
                    .to(dtype ?? embeddings.dtype, device ?? embeddings.device, disposeAfter: true);
                return new Embedding(new Parameter(weight, !freeze), padding_idx ?? -1, scale_grad_by_freq, sparse);
            }
        }
    }
}

namespace TorchSharp.Modules
{
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

        /// <summary>Never null: the public package declares it so.</summary>
        [DisallowNull]
        public Parameter? weight
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
}
