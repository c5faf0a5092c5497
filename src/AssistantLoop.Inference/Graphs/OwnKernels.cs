using System.Runtime.Intrinsics.X86;
using AssistantLoop.Models.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace AssistantLoop.Inference.Graphs;

/// <summary>The library of the project's own operators (Kernels/), for processors with AVX-512 VNNI. Elsewhere the graph is
/// written with ONNX Runtime's operators.</summary>
internal static class OwnKernels
{
    /// <summary>The operators' domain.</summary>
    public const string Domain = "assistantloop";

    /// <summary>Products with quantised matrices and adapters.</summary>
    public const string Linear = "QuantizedLinear";

    /// <summary>Attention that keeps keys and values.</summary>
    public const string Attention = "CachedAttention";

    /// <summary>The same over a cache of 8-bit integers.</summary>
    public const string AttentionInt8 = "CachedAttentionInt8";

    private const int LargestHead = 512;

    private static readonly Lock s_opening = new();

    /// <summary>The library, beside the program.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "libassistantloop_kernels.so");

    /// <summary>True where the library was built and this processor can run it.</summary>
    public static bool Available { get; } = OperatingSystem.IsLinux() && File.Exists(Path) && HasVnni();

    /// <summary>Whether a model is to run on them.</summary>
    public static bool Serve(EngineOptions options, ModelConfig config) =>
        options.OwnKernels && Available && HeadPadding.Of(config).Padded <= LargestHead;

    /// <summary>
    /// Opens a graph with the operators. One at a time: ONNX Runtime keeps the domain for the whole process, and two
    /// sessions that bring it at the same moment fail on one another.
    /// </summary>
    public static InferenceSession Open(string path, SessionOptions options)
    {
        lock (s_opening)
        {
            options.RegisterCustomOpLibrary(Path);
            return new InferenceSession(path, options);
        }
    }

    // .NET tells of no VNNI for 512 bits: leaf 7, ECX bit 11 (Intel SDM, CPUID).
    private static bool HasVnni() =>
        Avx512F.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.IsSupported && Fma.IsSupported
        && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0;
}
