using Microsoft.ML.OnnxRuntime;

namespace AssistantLoop.Inference;

/// <summary>What this machine's ONNX Runtime offers the engine.</summary>
/// <param name="Version">ONNX Runtime's version.</param>
/// <param name="Providers">Names of the execution providers that it carries.</param>
public sealed record RuntimeCheck(string Version, IReadOnlyList<string> Providers)
{
    /// <summary>True if the project's own kernels run here: they were built, and the processor has AVX-512 VNNI.</summary>
    public static bool HasOwnKernels => Graphs.OwnKernels.Available;

    /// <summary>Loads ONNX Runtime and looks.</summary>
    /// <exception cref="DllNotFoundException">Its library is not there.</exception>
    public static RuntimeCheck Run()
    {
        OrtEnv environment = OrtEnv.Instance();
        return new(environment.GetVersionString(), environment.GetAvailableProviders());
    }
}
