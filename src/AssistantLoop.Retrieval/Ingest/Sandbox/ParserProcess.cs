using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest.Sandbox;

/// <summary>
/// Parses documents in a process of their own, one each, with bounded time and memory and an empty environment: a hostile
/// file can end that process, and nothing else.
/// </summary>
/// <param name="program">The program and its first arguments; the format's name comes last.</param>
/// <param name="limits">What a document may cost.</param>
public sealed class ParserProcess(IReadOnlyList<string> program, ParserLimits limits) : IDisposable
{
    internal const string TooMuchMemory = "takes more memory to read than a document may; split it";

    /// <summary>The share of the memory for the managed heap; the rest is the runtime's own.</summary>
    private const double HeapShare = 0.6;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    // What a .NET program needs to be found and started, and no more.
    private static readonly string[] s_inherited = ["DOTNET_ROOT", "LD_LIBRARY_PATH", "SystemRoot"];

    private readonly SemaphoreSlim _free = new(limits.Processes);

    /// <summary>Parses one document.</summary>
    /// <exception cref="DocumentRefusedException">It cannot be read within the limits.</exception>
    public async Task<ParsedDocument> ParseAsync(
        FileFormat format, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(limits.Wait, cancellationToken))
        {
            throw new DocumentRefusedException("waited too long for others to be read; try again");
        }

        try
        {
            return await RunAsync(format, content, cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<ParsedDocument> RunAsync(
        FileFormat format, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Time);
        using Process process = Start(format);
        Task<bool> watch = WatchMemoryAsync(process, patience.Token);
        try
        {
            Task writing = WriteAsync(process, content, patience.Token);
            // Read and dropped: what it complains of is not for users, and a full pipe would stop it.
            Task complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, patience.Token);
            byte[] reply = await BoundedBytes.ReadAsync(process.StandardOutput.BaseStream, limits.ReplyBytes, patience.Token);
            await process.WaitForExitAsync(patience.Token);
            await writing;
            await complaints;
            if (await watch)
            {
                throw new DocumentRefusedException(TooMuchMemory);
            }

            return Read(reply, process.ExitCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"takes longer than {limits.Time.TotalSeconds:0.#} s to read; split it or save it anew"));
        }
        finally
        {
            Kill(process);
            await patience.CancelAsync();
            await watch;
        }
    }

    private Process Start(FileFormat format)
    {
        ProcessStartInfo start = new(program[0], [.. program.Skip(1), format.ToString().ToLowerInvariant()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        Dictionary<string, string?> kept = s_inherited.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach ((string name, string? value) in kept.Where(variable => variable.Value is not null))
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = ((long)(limits.MemoryBytes * HeapShare)).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new DocumentRefusedException($"cannot be read: the parser cannot be started: {error.Message}", error);
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all; its exit code says more.
        }
    }

    /// <returns>Whether it was ended for its memory.</returns>
    private async Task<bool> WatchMemoryAsync(Process process, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && MemoryOf(process) is { } bytes)
        {
            if (bytes > limits.MemoryBytes)
            {
                Kill(process);
                return true;
            }

            await Task.Delay(s_look, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    private static long? MemoryOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? null : process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended in between.
            return null;
        }
    }

    private static ParsedDocument Read(byte[] reply, int exitCode)
    {
        try
        {
            ParserReply? read = exitCode == 0 ? JsonSerializer.Deserialize<ParserReply>(reply) : null;
            return read?.Document ?? throw new DocumentRefusedException(
                read?.Refused ?? $"made its parser end with code {exitCode}; save it anew with another program");
        }
        catch (JsonException error)
        {
            throw new DocumentRefusedException("made its parser answer what is no JSON; save it anew with another program", error);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
