using System.Runtime.InteropServices;

namespace AssistantLoop.App.Workers;

/// <summary>How this program is started once more, for a process beside this one.</summary>
internal static class OwnProgram
{
    /// <summary>The program and its first arguments; a verb follows.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    // Started as its own executable or through "dotnet"; within another program, such as the tests, by the runtime that runs that.
    private static string[] Find()
    {
        string dll = typeof(OwnProgram).Assembly.Location;
        string host = Environment.ProcessPath!;
        string name = Path.GetFileName(host);
        string exe = OperatingSystem.IsWindows() ? ".exe" : "";
        string root = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        return name == Path.GetFileNameWithoutExtension(dll) + exe ? [host]
            : name == "dotnet" + exe ? [host, dll]
            : [Path.GetFullPath(Path.Combine(root, "dotnet" + exe)), dll];
    }
}
