using System.Diagnostics;
using System.Globalization;

namespace AssistantLoop.Bench.Hub;

/// <summary>A running <see cref="HubServer"/>.</summary>
internal sealed class HubServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _data = Directory.CreateTempSubdirectory("assistantloop-bench-hub").FullName;

    private HubServerProcess()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(HubServerProcess).Assembly.Location);
        }

        foreach (string argument in new[] { HubServer.Verb, Root(), _data })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    /// <summary>The visitors' hub.</summary>
    public Uri Hub { get; private set; } = new("ws://127.0.0.1");

    /// <summary>The processor time that it has taken.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<HubServerProcess> StartAsync()
    {
        HubServerProcess server = new();
        try
        {
            server.Hub = new UriBuilder(await server.ReadAsync()) { Scheme = "ws", Path = "/hub/chat" }.Uri;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its resident bytes after a full collection.</summary>
    public async Task<long> MemoryAsync()
    {
        await _process.StandardInput.WriteLineAsync(HubServer.Memory);
        await _process.StandardInput.FlushAsync();
        return long.Parse(await ReadAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) ?? throw new InvalidOperationException("The server ended.");

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
