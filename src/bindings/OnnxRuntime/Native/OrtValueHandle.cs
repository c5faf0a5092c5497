using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// Owns a native value with what its memory depends on: the pin of managed memory, or the allocator it came from.
/// </summary>
internal sealed class OrtValueHandle : SafeHandle
{
    private readonly MemoryHandle _pin;
    private readonly SafeHandle? _allocator;

    internal OrtValueHandle(nint value, MemoryHandle pin = default)
        : base(value, ownsHandle: true) => _pin = pin;

    /// <summary>Allocates the value; the allocator then lives as long as the value.</summary>
    internal OrtValueHandle(SafeHandle allocator, Func<nint, nint> allocate)
        : base(0, ownsHandle: true)
    {
        bool added = false;
        allocator.DangerousAddRef(ref added);
        try
        {
            SetHandle(allocate(allocator.DangerousGetHandle()));
            _allocator = allocator;
        }
        finally
        {
            if (_allocator is null)
            {
                allocator.DangerousRelease();
            }
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseValue(handle);
        _pin.Dispose();
        _allocator?.DangerousRelease();
        return true;
    }
}
