using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// ONNX Runtime's C interface: one exported function, <c>OrtGetApiBase</c>, which leads to a table of function pointers.
/// A number in a call is the function's place in the table, as <c>struct OrtApi</c> of onnxruntime_c_api.h lists them;
/// the table only ever grows at its end, so the places hold for every later version too.
/// </summary>
internal static unsafe partial class OrtApi
{
    private const string Library = "onnxruntime";
    private const string FileName = "libonnxruntime.so.1";

    /// <summary>The version of the table asked for, that of ONNX Runtime 1.30.</summary>
    private const uint ApiVersion = 30;

    private static readonly nint* s_base = LoadBase();
    private static readonly nint* s_table = LoadTable();

    /// <summary>The version of the loaded library, such as <c>1.30.0</c>.</summary>
    internal static string Version => Text(((delegate* unmanaged<nint>)s_base[1])());

    /// <summary>Turns a status into <see cref="OnnxRuntimeException"/> with ONNX Runtime's message; null means success.</summary>
    private static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var code = (ErrorCode)((delegate* unmanaged<nint, int>)s_table[1])(status);
        string message = Text(((delegate* unmanaged<nint, nint>)s_table[2])(status));
        Release(93, status);
        throw new OnnxRuntimeException(code, message);
    }

    private static void Release(int place, nint pointer) => ((delegate* unmanaged<nint, void>)s_table[place])(pointer);

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    /// <summary>The text in UTF-8 with a final zero byte.</summary>
    internal static byte[] Utf8(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    private static nint* LoadBase()
    {
        NativeLibrary.SetDllImportResolver(typeof(OrtApi).Assembly, Resolve);
        // From 1.29 on the library reports model names and hashes to its maker unless the C environment says no before it
        // is loaded; .NET's own SetEnvironmentVariable does not reach that environment. Who sets the variable decides.
        _ = SetEnvironment("ORT_DISABLE_TELEMETRY", "1", overwrite: 0);
        return (nint*)OrtGetApiBase();
    }

    private static nint* LoadTable()
    {
        nint table = ((delegate* unmanaged<uint, nint>)s_base[0])(ApiVersion);
        return table != 0
            ? (nint*)table
            : throw new NotSupportedException($"{FileName} is version {Version}; at least 1.{ApiVersion} is needed.");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }

        string path = Path.Combine(AppContext.BaseDirectory, FileName);
        return NativeLibrary.TryLoad(path, out nint handle)
            ? handle
            : throw new DllNotFoundException($"{path}: missing or not loadable. Run ./assistantloop up to install ONNX Runtime and build.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library)]
    private static partial nint OrtGetApiBase();
}
