using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>The built program as a process of its own, with a data folder of its own: `up`, so a worker is beside it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();
    private readonly string[] _options;
    private readonly int _port;
    private Process? _process;
    private HttpClient? _http;

    private Server(string data, int port, string[] options) => (Data, _port, _options) = (data, port, options);

    public string Data { get; }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public string Key => File.ReadAllText(Path.Combine(Data, "agent-key")).Trim();

    public Process Process => _process ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>Starts the program on an empty data folder and waits until it is ready.</summary>
    public static async Task<Server> StartAsync(params string[] options)
    {
        Server server = new(Directory.CreateTempSubdirectory("assistantloop-e2e").FullName, FreePort(), options);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the program on the data that is there.</summary>
    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = Start(["up", "--url", Url.ToString().TrimEnd('/'), .. _options]);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _http ??= new HttpClient { BaseAddress = Url, Timeout = s_patience };
        await WaitAsync("the server to be ready", async () =>
        {
            Assert.False(_process.HasExited, $"The server ended.\n{LogSoFar}");
            try
            {
                return (await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>Runs a verb on the same data and returns its standard output.</summary>
    public async Task<string> RunAsync(params string[] verb)
    {
        using Process process = Process.Start(Start(verb))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Stop), error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', verb)} ended with {process.ExitCode}: {await error}");
        return await output;
    }

    /// <summary>A JSON answer of the agents' API; with a body it is a POST.</summary>
    public async Task<JsonElement> ApiAsync(string path, object? body = null)
    {
        Uri uri = new(path, UriKind.Relative);
        using HttpResponseMessage reply = body is null ? await _http!.GetAsync(uri, Stop) : await _http!.PostAsJsonAsync(uri, body, Stop);
        string text = await reply.Content.ReadAsStringAsync(Stop);
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {(int)reply.StatusCode} {text}\n{LogSoFar}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Ends the process as kill -9 does; its worker is left to notice by itself.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync(Stop);
    }

    /// <summary>Ctrl-C, to the process alone.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{Process.Id}"]);
        await Process.WaitForExitAsync(Stop).WaitAsync(s_patience, Stop);
        return Process.ExitCode;
    }

    /// <summary>Process ids of the workers that work on this server's data.</summary>
    public int[] Workers() =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
            .Where(id => id > 0 && CommandLine(id) is var line
                && line.Contains("\0worker\0", StringComparison.Ordinal) && line.Contains(Data, StringComparison.Ordinal)),
    ];

    public static async Task WaitAsync(string what, Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        using CancellationTokenSource limit = new(patience ?? s_patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited in vain for {what}.");
            await Task.Delay(100, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        _http?.Dispose();
        await WaitAsync("the worker to end", () => Task.FromResult(Workers().Length == 0));
        Directory.Delete(Data, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ProcessStartInfo Start(string[] arguments)
    {
        // A shell that runs the tests in the background lets its children ignore Ctrl-C, which a terminal does not.
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet", Repository.Program, .. arguments, "--data", Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASSISTANTLOOP_HOME"] = Repository.Root;
        return start;
    }

    private string LogSoFar
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
