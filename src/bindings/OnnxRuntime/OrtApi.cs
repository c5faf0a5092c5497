using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>ONNX Runtime's function table (onnxruntime_c_api.h), by position. Positions never change between versions;
/// the table of version 20 is part of every later one.</summary>
internal static unsafe partial class OrtApi
{
    public const int GetErrorCode = 1;
    public const int GetErrorMessage = 2;
    public const int CreateEnv = 3;
    public const int CreateSession = 7;
    public const int CreateSessionOptions = 10;
    public const int SetExecutionMode = 13;
    public const int EnableMemPattern = 16;
    public const int DisableMemPattern = 17;
    public const int EnableCpuMemArena = 18;
    public const int DisableCpuMemArena = 19;
    public const int SetLogSeverityLevel = 22;
    public const int SetGraphOptimizationLevel = 23;
    public const int SetIntraOpNumThreads = 24;
    public const int SetInterOpNumThreads = 25;
    public const int GetInputCount = 30;
    public const int GetOutputCount = 31;
    public const int GetInputName = 36;
    public const int GetOutputName = 37;
    public const int CreateRunOptions = 39;
    public const int SetTerminate = 46;
    public const int UnsetTerminate = 47;
    public const int CreateTensorWithData = 49;
    public const int CreateCpuMemoryInfo = 69;
    public const int AllocatorFree = 76;
    public const int GetDefaultAllocator = 78;
    public const int ReleaseStatus = 93;
    public const int ReleaseSession = 95;
    public const int ReleaseValue = 96;
    public const int ReleaseRunOptions = 97;
    public const int ReleaseSessionOptions = 100;
    public const int AddSessionConfigEntry = 130;
    public const int RunWithBinding = 133;
    public const int CreateIoBinding = 134;
    public const int ReleaseIoBinding = 135;
    public const int BindInput = 136;
    public const int BindOutput = 137;

    private const string Library = "onnxruntime";
    private const uint Version = 20;

    private static readonly void** s_functions = Load();

    /// <summary>The address of a function of the table.</summary>
    public static void* Get(int position) => s_functions[position];

    /// <summary>Throws what a status says, and frees it; null is success.</summary>
    public static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var code = (ErrorCode)((delegate* unmanaged<nint, int>)Get(GetErrorCode))(status);
        string message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Get(GetErrorMessage))(status)) ?? "";
        ((delegate* unmanaged<nint, void>)Get(ReleaseStatus))(status);
        throw new OnnxRuntimeException(code, message);
    }

    /// <summary>Calls a function that gives out one new handle.</summary>
    public static nint Create(int position)
    {
        nint handle;
        Check(((delegate* unmanaged<nint*, nint>)Get(position))(&handle));
        return handle;
    }

    /// <summary>Calls a function that frees a handle.</summary>
    public static void Release(int position, nint handle) =>
        ((delegate* unmanaged<nint, void>)Get(position))(handle);

    [LibraryImport(Library)]
    private static partial void** OrtGetApiBase();

    private static void** Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(OrtApi).Assembly, Resolve);
        var getApi = (delegate* unmanaged<uint, void**>)OrtGetApiBase()[0];
        void** functions = getApi(Version);
        return functions is null
            ? throw new DllNotFoundException($"ONNX Runtime is older than 1.{Version}.")
            : functions;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        string file = Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so.1");
        return NativeLibrary.Load(File.Exists(file) ? file : "libonnxruntime.so.1");
    }
}
