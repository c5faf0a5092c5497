using System.Runtime.InteropServices;
using TorchSharp;

namespace AssistantLoop.Bindings.LibTorch;

/// <summary>What libtorch has and TorchSharp's public API has not. Ours, no part of the public package.</summary>
public static unsafe class Native
{
    /// <summary>libtorch's version, for example "1.13.1".</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)Shim.al_version()) ?? "";

    /// <summary>How many references to native tensors managed code holds, over all threads.</summary>
    public static long TensorCount => Shim.al_live_handles();

    /// <summary>Calls any ATen operator by name and overload and returns the tensors among its results.</summary>
    /// <remarks>Looks the operator up at each call; hot paths keep an <see cref="Operator"/>.</remarks>
    public static torch.Tensor[] Call(string op, string overload, params ReadOnlySpan<Argument> arguments) =>
        new Operator(op, overload).Many(arguments);

    /// <summary>
    /// CPU operators of this thread that gain from it (matrix products) run in <paramref name="dtype"/> until the scope
    /// is disposed, which must happen on the same thread: no await inside.
    /// </summary>
    public static IDisposable Autocast(torch.ScalarType dtype = torch.ScalarType.BFloat16, bool enabled = true) =>
        new AutocastScope(dtype, enabled);

    private sealed class AutocastScope : IDisposable
    {
        private readonly long wasEnabled = Shim.al_autocast_enabled();
        private bool left;

        public AutocastScope(torch.ScalarType dtype, bool enabled) =>
            Shim.Check(Shim.al_autocast_enter(enabled ? 1 : 0, (long)dtype));

        public void Dispose()
        {
            if (left) return;
            left = true;
            Shim.Check(Shim.al_autocast_leave(wasEnabled));
        }
    }
}
