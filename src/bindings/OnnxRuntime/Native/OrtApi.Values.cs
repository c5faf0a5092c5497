namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Tensors, type information, memory and allocators.</summary>
internal static unsafe partial class OrtApi
{
    internal static nint CreateTensor(nint allocator, ReadOnlySpan<long> shape, int elementType)
    {
        nint value;
        fixed (long* dims = shape)
        {
            Check(((delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)s_table[48])(
                allocator, dims, (nuint)shape.Length, elementType, &value));
        }

        return value;
    }

    internal static nint CreateTensorWithData(nint memoryInfo, nint data, long bytes, ReadOnlySpan<long> shape, int elementType)
    {
        nint value;
        fixed (long* dims = shape)
        {
            Check(((delegate* unmanaged<nint, nint, nuint, long*, nuint, int, nint*, nint>)s_table[49])(
                memoryInfo, data, (nuint)bytes, dims, (nuint)shape.Length, elementType, &value));
        }

        return value;
    }

    internal static void ReleaseValue(nint value) => Release(96, value);

    internal static nint GetTensorMutableData(nint value) => Get(51, value);

    internal static int GetValueType(nint value) => GetInt(67, value);

    /// <summary>Element type and dimensions of a tensor; a dimension that is not fixed is -1.</summary>
    internal static (int ElementType, long ElementCount, long[] Shape) GetTensorTypeAndShape(nint value)
    {
        nint info = Get(65, value);
        try
        {
            return (GetInt(60, info), GetSize(64, info), Dimensions(info));
        }
        finally
        {
            Release(99, info);
        }
    }

    /// <summary>The kind of a model's input or output: tensor, sequence, map and so on.</summary>
    internal static int GetOnnxType(nint typeInfo) => GetInt(56, typeInfo);

    /// <summary>Type of a tensor input or output: element type, dimensions (-1 where symbolic) and their names ("" where fixed).</summary>
    internal static (int ElementType, long[] Shape, string[] Symbols) GetTensorType(nint typeInfo)
    {
        nint info = Get(55, typeInfo);
        long[] shape = Dimensions(info);
        nint[] names = new nint[shape.Length];
        fixed (nint* symbols = names)
        {
            Check(((delegate* unmanaged<nint, nint*, nuint, nint>)s_table[63])(info, symbols, (nuint)names.Length));
        }

        return (GetInt(60, info), shape, Array.ConvertAll(names, Text));
    }

    internal static void ReleaseTypeInfo(nint typeInfo) => Release(98, typeInfo);

    private static long[] Dimensions(nint tensorInfo)
    {
        long[] shape = new long[GetSize(61, tensorInfo)];
        fixed (long* dims = shape)
        {
            Check(((delegate* unmanaged<nint, long*, nuint, nint>)s_table[62])(tensorInfo, dims, (nuint)shape.Length));
        }

        return shape;
    }

    internal static nint CreateMemoryInfo(ReadOnlySpan<byte> zeroTerminatedName, int allocatorType, int deviceId, int memoryType)
    {
        nint info;
        fixed (byte* name = zeroTerminatedName)
        {
            Check(((delegate* unmanaged<byte*, int, int, int, nint*, nint>)s_table[68])(name, allocatorType, deviceId, memoryType, &info));
        }

        return info;
    }

    internal static nint CreateCpuMemoryInfo(int allocatorType, int memoryType)
    {
        nint info;
        Check(((delegate* unmanaged<int, int, nint*, nint>)s_table[69])(allocatorType, memoryType, &info));
        return info;
    }

    internal static void ReleaseMemoryInfo(nint info) => Release(94, info);

    internal static string MemoryInfoName(nint info) => Text(Get(71, info));

    internal static int MemoryInfoId(nint info) => GetInt(72, info);

    internal static int MemoryInfoMemoryType(nint info) => GetInt(73, info);

    internal static int MemoryInfoAllocatorType(nint info) => GetInt(74, info);

    /// <summary>The process-wide CPU allocator, which is never released.</summary>
    internal static nint GetAllocatorWithDefaultOptions() => Create(78);

    internal static nint CreateAllocator(nint session, nint memoryInfo)
    {
        nint allocator;
        Check(((delegate* unmanaged<nint, nint, nint*, nint>)s_table[131])(session, memoryInfo, &allocator));
        return allocator;
    }

    internal static void ReleaseAllocator(nint allocator) => Release(132, allocator);

    private static void AllocatorFree(nint allocator, nint memory) =>
        Check(((delegate* unmanaged<nint, nint, nint>)s_table[76])(allocator, memory));

    private static nint Get(int place, nint target)
    {
        nint result;
        Check(((delegate* unmanaged<nint, nint*, nint>)s_table[place])(target, &result));
        return result;
    }

    private static int GetInt(int place, nint target)
    {
        int result;
        Check(((delegate* unmanaged<nint, int*, nint>)s_table[place])(target, &result));
        return result;
    }

    private static long GetSize(int place, nint target)
    {
        nuint result;
        Check(((delegate* unmanaged<nint, nuint*, nint>)s_table[place])(target, &result));
        return (long)result;
    }
}
