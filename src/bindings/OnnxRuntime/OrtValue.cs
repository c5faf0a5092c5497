using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// A native value, here a tensor. It must be disposed; one over managed memory keeps that memory pinned until then.
/// Spans over its memory are valid while it is alive.
/// </summary>
public class OrtValue : IDisposable
{
    private readonly OrtValueHandle _handle;
    private bool _disposed;

    private OrtValue(OrtValueHandle handle, OnnxValueType type) => (_handle, OnnxType) = (handle, type);

    public OnnxValueType OnnxType { get; }

    public bool IsTensor => OnnxType == OnnxValueType.ONNX_TYPE_TENSOR;

    /// <summary>The native value. Throws once this object is disposed, even if a binding still keeps the memory.</summary>
    internal OrtValueHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _handle;
        }
    }

    /// <summary>A tensor over native memory that the caller keeps valid as long as the value lives.</summary>
    public static OrtValue CreateTensorValueWithData(
        OrtMemoryInfo memInfo, TensorElementType elementType, long[] shape, IntPtr dataBufferPtr, long bufferLengthInBytes)
    {
        long needed = checked(ElementTypes.CountOf(shape) * ElementTypes.SizeOf(elementType));
        if (needed > bufferLengthInBytes)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument,
                $"Shape: [{string.Join(", ", shape)}] requires a buffer of at least {needed} bytes. Provided: {bufferLengthInBytes} bytes");
        }

        using var info = new HandleLease(memInfo);
        nint value = OrtApi.CreateTensorWithData(info.Pointer, dataBufferPtr, bufferLengthInBytes, shape, (int)elementType);
        return new OrtValue(new OrtValueHandle(value), OnnxValueType.ONNX_TYPE_TENSOR);
    }

    /// <summary>A tensor over managed memory, pinned until Dispose. The memory may be longer than the shape needs.</summary>
    public static unsafe OrtValue CreateTensorValueFromMemory<T>(OrtMemoryInfo memoryInfo, Memory<T> memory, long[] shape)
        where T : unmanaged
    {
        TensorElementType elementType = ElementTypes.Of(typeof(T));
        long count = ElementTypes.CountOf(shape);
        if (count > memory.Length)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument,
                $"Managed memory size: {memory.Length} elements is less than shape size: {count} elements");
        }

        using var info = new HandleLease(memoryInfo);
        MemoryHandle pin = memory.Pin();
        try
        {
            nint value = OrtApi.CreateTensorWithData(
                info.Pointer, (nint)pin.Pointer, (long)memory.Length * sizeof(T), shape, (int)elementType);
            return new OrtValue(new OrtValueHandle(value, pin), OnnxValueType.ONNX_TYPE_TENSOR);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>A tensor over an array, pinned until Dispose. The array may be longer than the shape needs.</summary>
    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged =>
        CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data), shape);

    /// <summary>A tensor in memory that the allocator gives; freed by Dispose. The content is not initialised.</summary>
    public static OrtValue CreateAllocatedTensorValue(OrtAllocator allocator, TensorElementType elementType, long[] shape) =>
        new(
            new OrtValueHandle(allocator.Alive, native => OrtApi.CreateTensor(native, shape, (int)elementType)),
            OnnxValueType.ONNX_TYPE_TENSOR);

    /// <summary>The tensor's elements; <typeparamref name="T"/> is the element type, or byte for the raw memory.</summary>
    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => GetTensorMutableDataAsSpan<T>();

    /// <summary>The tensor's elements, to be written; <typeparamref name="T"/> is the element type, or byte for the raw memory.</summary>
    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(typeof(T)));

    /// <summary>The tensor's memory as bytes.</summary>
    public Span<byte> GetTensorMutableRawData() => Bytes(typeof(byte));

    /// <summary>Element type and shape.</summary>
    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape()
    {
        RequireTensor();
        using var lease = new HandleLease(Handle);
        return new OrtTensorTypeAndShapeInfo(OrtApi.GetTensorTypeAndShape(lease.Pointer));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            _handle.Dispose();
        }
    }

    /// <summary>Takes over native values that a run allocated, all or, on an error, none.</summary>
    internal static DisposableList<OrtValue> TakeAll(nint[] values)
    {
        var handles = Array.ConvertAll(values, value => new OrtValueHandle(value));
        var list = new DisposableList<OrtValue>(values.Length);
        try
        {
            foreach (OrtValueHandle handle in handles)
            {
                list.Add(new OrtValue(handle, (OnnxValueType)OrtApi.GetValueType(handle.DangerousGetHandle())));
            }

            return list;
        }
        catch
        {
            Array.ForEach(handles, handle => handle.Dispose());
            throw;
        }
    }

    private unsafe Span<byte> Bytes(Type requested)
    {
        RequireTensor();
        using var lease = new HandleLease(Handle);
        (int type, long count, _) = OrtApi.GetTensorTypeAndShape(lease.Pointer);
        var element = (TensorElementType)type;
        if (element == TensorElementType.String)
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "Strings are not supported by this API");
        }

        Type actual = ElementTypes.TypeOf(element);
        if (requested != typeof(byte) && requested != actual)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument,
                $"Requested type: {requested} does not match the actual type: {actual}");
        }

        return count == 0
            ? []
            : new Span<byte>((void*)OrtApi.GetTensorMutableData(lease.Pointer), checked((int)(count * ElementTypes.SizeOf(element))));
    }

    private void RequireTensor()
    {
        if (!IsTensor)
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"This OrtValue type contains: {OnnxType}, not a tensor");
        }
    }
}
