using AssistantLoop.Bindings.LibTorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Optimizers;

/// <summary>Bounds the gradient without waiting for its length, which stays on the device.</summary>
internal static class GradientClip
{
    private static readonly Operator s_norms = new("_foreach_norm", "Scalar"), s_mul_ = new("_foreach_mul_", "List");

    /// <summary>
    /// Scales all gradients by max(1, norm / most)^-1, in place (<see cref="nn.utils.clip_grad_norm_"/> computes the
    /// same). Returns the common Euclidean norm before, a Float64 of the caller's dispose scope.
    /// </summary>
    public static Tensor Apply(IEnumerable<Parameter> parameters, double most)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return zeros(1, ScalarType.Float64).squeeze().MoveToOuterDisposeScope();
        Tensor norm = stack(s_norms.Many(gradients, (Scalar)2.0)).to(ScalarType.Float64).norm();
        Tensor factor = zeros_like(norm).add_(most).div_(norm + 1e-6).clamp_(max: 1).to(ScalarType.Float32);
        s_mul_.Run(gradients, Enumerable.Repeat(factor, gradients.Length).ToArray());
        return norm.MoveToOuterDisposeScope();
    }
}
