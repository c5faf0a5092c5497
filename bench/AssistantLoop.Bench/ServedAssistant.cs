using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AssistantLoop.Bench;

/// <summary>The built program as a process of its own that serves the sample business from a temporary data folder.</summary>
internal sealed class ServedAssistant : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _log = new();
    private readonly int _port = FreePort();

    private ServedAssistant(string[] options)
    {
        string root = Root(), configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(root, "artifacts", "bin", "AssistantLoop.App", configuration, "AssistantLoop.App.dll");
        Data = Directory.CreateTempSubdirectory("assistantloop-bench-data").FullName;
        Questions =
        [
            .. File.ReadLines(Path.Combine(root, "samples", "alder-finch", "suite.yaml"))
                .Select(line => line.Trim()).Where(line => line.StartsWith("question:", StringComparison.Ordinal))
                .Select(line => line["question:".Length..].Trim()),
        ];
        ProcessStartInfo start = new(
            "dotnet", [program, "serve", "--url", $"http://127.0.0.1:{_port}", "--data", Data, "--train-after", "0", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASSISTANTLOOP_HOME"] = root;
        Process = Process.Start(start)!;
        Process.OutputDataReceived += (_, line) => Log(line.Data);
        Process.ErrorDataReceived += (_, line) => Log(line.Data);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>The questions of the sample's suite.</summary>
    public string[] Questions { get; }

    /// <summary>The visitors' hub.</summary>
    public Uri Hub => new($"ws://127.0.0.1:{_port}/hub/chat");

    /// <summary>Starts the program and waits until it is ready.</summary>
    public static async Task<ServedAssistant> StartAsync(string[] options, CancellationToken cancellationToken)
    {
        ServedAssistant server = new(options);
        try
        {
            await server.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        using HttpClient http = new();
        while (!await IsReadyAsync(http, limit.Token))
        {
            if (Process.HasExited)
            {
                throw new InvalidOperationException($"The server ended.\n{_log}");
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage reply = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/ready"), cancellationToken);
            return reply.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
