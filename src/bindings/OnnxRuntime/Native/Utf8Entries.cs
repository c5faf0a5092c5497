using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Key and value pairs as two arrays of pointers to UTF-8 text, as provider options are passed.</summary>
internal sealed class Utf8Entries(IReadOnlyDictionary<string, string> entries) : IDisposable
{
    internal nint[] Keys { get; } = [.. entries.Keys.Select(Marshal.StringToCoTaskMemUTF8)];

    internal nint[] Values { get; } = [.. entries.Values.Select(Marshal.StringToCoTaskMemUTF8)];

    public void Dispose()
    {
        foreach (nint text in Keys.Concat(Values))
        {
            Marshal.FreeCoTaskMem(text);
        }
    }
}
