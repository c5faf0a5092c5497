using System.Globalization;
using AssistantLoop.Bindings.LibTorch;
using static TorchSharp.torch;

namespace AssistantLoop.Training;

/// <summary>What this machine's libtorch offers a trainer.</summary>
/// <param name="Version">libtorch's version.</param>
/// <param name="Threads">Threads of one operator.</param>
/// <param name="BFloat16">Whether training uses 16-bit products here.</param>
public sealed record TrainerCheck(string Version, int Threads, bool BFloat16)
{
    /// <summary>Loads libtorch, multiplies once and looks.</summary>
    /// <exception cref="DllNotFoundException">libtorch is not installed.</exception>
    public static TrainerCheck Run(int threads)
    {
        set_num_threads(threads);
        using Tensor product = ones(2, 2).matmul(ones(2, 2));
        bool right = product.sum().item<float>() == 8;
        return right
            ? new(Native.Version, get_num_threads(), Precision.Choose(null) == ScalarType.BFloat16)
            : throw new TrainingException("libtorch multiplies wrongly on this machine.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}, {Threads} threads, {(BFloat16 ? "bfloat16" : "no fast bfloat16")}");
}
