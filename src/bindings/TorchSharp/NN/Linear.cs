using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize,
                long outputSize,
                bool hasBias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
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
}
