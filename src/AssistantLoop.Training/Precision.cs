using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training;

/// <summary>Which type products are made in.</summary>
internal static class Precision
{
    /// <summary>BFloat16 where asked for, or where nothing is asked for and this processor multiplies it.</summary>
    public static ScalarType Choose(bool? bfloat16) =>
        bfloat16 ?? MultipliesBFloat16() ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>The same for a device; a GPU is taken to multiply it, as all do that libtorch 2 still serves.</summary>
    public static ScalarType Choose(bool? bfloat16, Device device) =>
        Choose(device.type == DeviceType.CUDA ? bfloat16 ?? true : bfloat16);

    // CPUID leaf 7: AVX512-BF16 is bit 5 of EAX in subleaf 1, AMX-BF16 bit 22 of EDX in subleaf 0.
    private static bool MultipliesBFloat16() => X86Base.IsSupported
        && ((X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 || (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0);
}
