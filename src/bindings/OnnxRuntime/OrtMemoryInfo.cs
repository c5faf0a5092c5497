using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Who allocates: the device itself, or an arena over it.</summary>
public enum OrtAllocatorType
{
    DeviceAllocator = 0,
    ArenaAllocator = 1,
}

/// <summary>What memory is for, seen from an execution provider.</summary>
public enum OrtMemType
{
    CpuInput = -2,
    CpuOutput = -1,
    Cpu = CpuOutput,
    Default = 0,
}

/// <summary>Where memory lies: allocator name, device and kind.</summary>
public class OrtMemoryInfo : SafeHandle
{
    private static readonly Lazy<OrtMemoryInfo> s_default = new(() =>
        new OrtMemoryInfo(OrtApi.CreateCpuMemoryInfo((int)OrtAllocatorType.DeviceAllocator, (int)OrtMemType.Cpu)));

    public static readonly byte[] allocatorCPU = OrtApi.Utf8("Cpu");
    public static readonly byte[] allocatorCUDA = OrtApi.Utf8("Cuda");
    public static readonly byte[] allocatorCUDA_PINNED = OrtApi.Utf8("CudaPinned");

    /// <summary>Takes the allocator's name in UTF-8 with a final zero byte; use the fields above.</summary>
    public OrtMemoryInfo(byte[] utf8AllocatorName, OrtAllocatorType allocatorType, int deviceId, OrtMemType memoryType)
        : this(OrtApi.CreateMemoryInfo(utf8AllocatorName, (int)allocatorType, deviceId, (int)memoryType))
    {
    }

    public OrtMemoryInfo(string allocatorName, OrtAllocatorType allocatorType, int deviceId, OrtMemType memoryType)
        : this(OrtApi.Utf8(allocatorName), allocatorType, deviceId, memoryType)
    {
    }

    private OrtMemoryInfo(nint info)
        : base(info, ownsHandle: true)
    {
    }

    /// <summary>Plain CPU memory.</summary>
    public static OrtMemoryInfo DefaultInstance => s_default.Value;

    /// <summary>The allocator's name, such as <c>Cpu</c>.</summary>
    public string Name => Read(OrtApi.MemoryInfoName);

    /// <summary>The device number.</summary>
    public int Id => Read(OrtApi.MemoryInfoId);

    public override bool IsInvalid => handle == 0;

    public OrtMemType GetMemoryType() => (OrtMemType)Read(OrtApi.MemoryInfoMemoryType);

    public OrtAllocatorType GetAllocatorType() => (OrtAllocatorType)Read(OrtApi.MemoryInfoAllocatorType);

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseMemoryInfo(handle);
        return true;
    }

    private T Read<T>(Func<nint, T> read)
    {
        using var lease = new HandleLease(this);
        return read(lease.Pointer);
    }
}
