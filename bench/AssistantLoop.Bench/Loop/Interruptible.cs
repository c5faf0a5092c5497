using System.Runtime.InteropServices;

namespace AssistantLoop.Bench.Loop;

/// <summary>Runs a bench that cleans up after itself when it is interrupted or told to end.</summary>
internal static class Interruptible
{
    private const int Interrupted = 130;

    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> bench)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await bench(stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
