using System.ComponentModel;
using System.Diagnostics;

namespace AssistantLoop.App.Workers;

/// <summary>
/// The training worker beside the server, as a process of its own: a fault in training never takes the chat down. It is
/// started again when it ends, and stops when this process stops, in whatever way: its standard input is a pipe that
/// only this process holds, and the worker stops at that pipe's end.
/// </summary>
public sealed partial class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_steady = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _watch;

    private WorkerProcess(IReadOnlyList<string> arguments, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _time = time;
        _watch = Task.Run(() => WatchAsync(arguments));
    }

    /// <summary>Starts a worker and keeps one alive until disposal.</summary>
    /// <param name="arguments">The settings, as the command line takes them.</param>
    /// <param name="time">The clock of the pauses between two starts.</param>
    /// <param name="logger">Is told of ends that nobody asked for.</param>
    public static WorkerProcess Start(IReadOnlyList<string> arguments, TimeProvider time, ILogger logger) =>
        new(arguments, time, logger);

    /// <summary>Lets the worker end in order, and kills it where it does not within seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    private async Task WatchAsync(IReadOnlyList<string> arguments)
    {
        TimeSpan pause = s_firstPause;
        while (!_stop.IsCancellationRequested)
        {
            long begun = _time.GetTimestamp();
            await RunOnceAsync(arguments);
            pause = _time.GetElapsedTime(begun) > s_steady ? s_firstPause : pause;
            if (_stop.IsCancellationRequested) return;
            LogRestart(pause.TotalSeconds);
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_longestPause.Ticks));
        }
    }

    private async Task RunOnceAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            using Process process = Process.Start(NewStart(arguments))!;
            LogStarted(process.Id);
            await process.WaitForExitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (process.HasExited && !_stop.IsCancellationRequested) LogEnded(process.ExitCode);
            else await StopAsync(process);
        }
        catch (Win32Exception error)
        {
            LogNotStarted(error.Message);
        }
    }

    private async Task StopAsync(Process process)
    {
        process.StandardInput.Close();
        using CancellationTokenSource patience = new(s_patience, _time);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            LogKilled(process.Id);
            process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo NewStart(IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(
            OwnProgram.Command[0], [.. OwnProgram.Command.Skip(1), "worker", "--until-input-ends", .. arguments])
        {
            RedirectStandardInput = true,
        };
        // Threads that spin while they wait, and a memory arena for each, are taken from the visitors' answers.
        start.Environment.TryAdd("OMP_WAIT_POLICY", "PASSIVE");
        start.Environment.TryAdd("MALLOC_ARENA_MAX", "1");
        return start;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Started training worker {ProcessId}")]
    private partial void LogStarted(int processId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The training worker ended with exit code {ExitCode}; its last line says why")]
    private partial void LogEnded(int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "The training worker cannot be started: {Problem}")]
    private partial void LogNotStarted(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Starting the training worker again in {Seconds:0} s")]
    private partial void LogRestart(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Killed training worker {ProcessId}: it did not stop in time")]
    private partial void LogKilled(int processId);
}
