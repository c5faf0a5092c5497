using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// Keeps a handle from being released while a native call uses it, also against a Dispose on another thread.
/// Taking a lease of a disposed handle throws <see cref="ObjectDisposedException"/>.
/// </summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle _handle;

    internal HandleLease(SafeHandle handle)
    {
        bool taken = false;
        handle.DangerousAddRef(ref taken);
        _handle = handle;
        Pointer = handle.DangerousGetHandle();
    }

    internal nint Pointer { get; }

    public void Dispose() => _handle.DangerousRelease();
}
