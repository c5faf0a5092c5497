using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            private static readonly Operator s_norms =
                new("_foreach_norm", "Scalar"), s_mul_ = new("_foreach_mul_", "Scalar");

            /// <summary>
            /// Scales all gradients by one factor, in place, so that their common norm is at most <paramref
            /// name="max_norm"/>. Returns the norm before. The factor is max_norm / (norm + 1e-6).
            /// </summary>
            public static double clip_grad_norm_(
                IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable frozen = no_grad();
                Tensor[] gradients = [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
                if (gradients.Length == 0) return 0;
                Tensor[] norms = s_norms.Many(gradients, (Scalar)norm_type);
                double total = stack(norms).to_type(ScalarType.Float64).norm((float)norm_type).item<double>();
                double factor = max_norm / (total + 1e-6);
                if (factor < 1) s_mul_.Run(gradients, (Scalar)factor);
                return total;
            }
        }
    }
}
