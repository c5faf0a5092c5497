using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Allocates the memory of tensors. An allocator made from a session keeps that session's native part alive.</summary>
public class OrtAllocator : SafeHandle
{
    private static readonly Lazy<OrtAllocator> s_default = new(() => new OrtAllocator());
    private readonly SessionHandle? _session;
    private bool _disposed;

    /// <summary>The allocator a session uses for memory of that kind, such as CUDA memory.</summary>
    public OrtAllocator(InferenceSession session, OrtMemoryInfo memInfo)
        : base(0, ownsHandle: true)
    {
        using var native = new HandleLease(session.Handle);
        using var info = new HandleLease(memInfo);
        SetHandle(OrtApi.CreateAllocator(native.Pointer, info.Pointer));
        _session = session.Handle;
        bool added = false;
        _session.DangerousAddRef(ref added);
    }

    // The process-wide allocator belongs to ONNX Runtime and is never released.
    private OrtAllocator()
        : base(OrtApi.GetAllocatorWithDefaultOptions(), ownsHandle: false)
    {
    }

    /// <summary>Plain CPU memory.</summary>
    public static OrtAllocator DefaultInstance => s_default.Value;

    public override bool IsInvalid => handle == 0;

    /// <summary>This allocator. Throws once it is disposed, even if values still keep it.</summary>
    internal OrtAllocator Alive
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return this;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _disposed |= disposing;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseAllocator(handle);
        _session?.DangerousRelease();
        return true;
    }
}
