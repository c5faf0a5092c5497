namespace Microsoft.ML.OnnxRuntime;

/// <summary>Says where memory lies.</summary>
public class OrtMemoryInfo
{
    private unsafe OrtMemoryInfo()
    {
        const int ArenaAllocator = 1;
        const int DefaultMemory = 0;
        nint pointer;
        OrtApi.Check(((delegate* unmanaged<int, int, nint*, nint>)OrtApi.Get(OrtApi.CreateCpuMemoryInfo))(
            ArenaAllocator, DefaultMemory, &pointer));
        Pointer = pointer;
    }

    /// <summary>The memory of the processor.</summary>
    public static OrtMemoryInfo DefaultInstance { get; } = new();

    internal nint Pointer { get; }
}
