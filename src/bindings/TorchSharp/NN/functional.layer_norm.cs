using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_layerNorm = new("layer_norm");

            /// <summary>(x - mean) / sqrt(variance + eps) · weight + bias over the last dimensions.</summary>
            public static Tensor layer_norm(
                Tensor input,
                long[] normalized_shape,
                Tensor? weight = null,
                Tensor? bias = null,
                double eps = 1e-05) =>
                s_layerNorm.One(input, normalized_shape, weight, bias, eps);
        }
    }
}
