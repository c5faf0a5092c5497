using System.Runtime.InteropServices;

namespace AssistantLoop.Training;

/// <summary>
/// The C library's heap, which holds libtorch's tensors. By default it returns each large block to the system at once,
/// and every step then pays to have its memory mapped and cleared again (7 % of a pre-training step here).
/// </summary>
internal sealed class NativeHeap : IDisposable
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapMax = -4;

    private NativeHeap() => Configure(mmapMax: 0, trimThreshold: int.MaxValue, topPad: 64 << 20);

    /// <summary>Keeps freed memory for the next step until the result is disposed. On Linux alone.</summary>
    public static IDisposable KeepFreedMemory() => new NativeHeap();

    /// <summary>Goes back to the defaults and returns free memory to the system.</summary>
    public void Dispose()
    {
        if (Configure(mmapMax: 65_536, trimThreshold: 128 << 10, topPad: 128 << 10)) _ = malloc_trim(0);
    }

    // False where the C library is not glibc.
    private static bool Configure(int mmapMax, int trimThreshold, int topPad)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            _ = mallopt(MmapMax, mmapMax);
            _ = mallopt(TrimThreshold, trimThreshold);
            _ = mallopt(TopPad, topPad);
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mallopt(int parameter, int value);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nuint pad);
}
