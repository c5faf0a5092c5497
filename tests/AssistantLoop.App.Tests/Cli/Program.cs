using System.Diagnostics;

namespace AssistantLoop.App.Tests.Cli;

/// <summary>The built program, run as a process of its own.</summary>
internal static class Program
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The program's file, built in the same configuration as the tests.</summary>
    public static string Dll { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "AssistantLoop.App",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "AssistantLoop.App.dll");

    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAtAsync(Repository.Root, arguments);

    /// <summary>Runs it with another home: the folder of prompts, styles, samples and pages.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAtAsync(string home, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Dll, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["ASSISTANTLOOP_HOME"] = home;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource patience =
            CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
