using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Tests;

/// <summary>Catches what native code writes to standard error.</summary>
internal static partial class StandardError
{
    private const int ErrorDescriptor = 2;
    private static readonly Lock s_turn = new();

    public static string Capture(Action action)
    {
        string path = Path.GetTempFileName();
        lock (s_turn)
        {
            int saved = dup(ErrorDescriptor);
            using (FileStream file = File.OpenWrite(path))
            {
                _ = dup2((int)file.SafeFileHandle.DangerousGetHandle(), ErrorDescriptor);
                try
                {
                    action();
                }
                finally
                {
                    _ = dup2(saved, ErrorDescriptor);
                    _ = close(saved);
                }
            }
        }

        string text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
