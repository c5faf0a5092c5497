using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A tensor over memory that somebody else owns and keeps alive.</summary>
public sealed class OrtValue : IDisposable
{
    private readonly Handle _handle;

    private OrtValue(nint handle) => _handle = new Handle(handle);

    internal SafeHandle SafeHandle => _handle;

    /// <summary>Makes a tensor over a piece of memory, without a copy.</summary>
    public static unsafe OrtValue CreateTensorValueWithData(
        OrtMemoryInfo memInfo, TensorElementType elementType, long[] shape, nint dataBufferPtr, long bufferLengthInBytes)
    {
        ArgumentNullException.ThrowIfNull(memInfo);
        ArgumentNullException.ThrowIfNull(shape);
        nint value;
        fixed (long* dimensions = shape)
        {
            OrtApi.Check(((delegate* unmanaged<nint, nint, nuint, long*, nuint, int, nint*, nint>)OrtApi.Get(
                OrtApi.CreateTensorWithData))(
                memInfo.Pointer, dataBufferPtr, (nuint)bufferLengthInBytes, dimensions, (nuint)shape.Length,
                (int)elementType, &value));
        }

        return new OrtValue(value);
    }

    public void Dispose() => _handle.Dispose();

    private sealed class Handle : SafeHandle
    {
        public Handle(nint value)
            : base(0, ownsHandle: true) => SetHandle(value);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            OrtApi.Release(OrtApi.ReleaseValue, handle);
            return true;
        }
    }
}
