using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace AssistantLoop.Models.Tests.Library;

/// <summary>A small hub in this process: one repository, "acme/tiny", whose answers tests can spoil.</summary>
internal sealed class HubServer : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    public HubServer()
    {
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Endpoint { get; }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>"GET path Range" of each request, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Names of files whose hash the hub tells wrongly.</summary>
    public HashSet<string> WrongHashes { get; } = [];

    /// <summary>How many bytes of a file are sent before the connection is cut, for as many requests as it has entries.</summary>
    public Dictionary<string, Queue<int>> Cuts { get; } = [];

    public bool TellsSizes { get; set; } = true;

    public bool KnowsRanges { get; set; } = true;

    public void AddFolder(string folder)
    {
        foreach (string file in Directory.GetFiles(folder))
        {
            Files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        }
    }

    public void Dispose()
    {
        _listener.Close();
        _loop.Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath;
        string? range = context.Request.Headers["Range"];
        Requests.Add($"{path} {range}".Trim());
        const string Prefix = $"/acme/tiny/resolve/{Commit}/";
        if (path == "/api/models/acme/tiny")
        {
            Send(context, 200, JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit, siblings = Files.Select(Describe) }));
        }
        else if (path.StartsWith(Prefix, StringComparison.Ordinal) && Files.TryGetValue(path[Prefix.Length..], out byte[]? bytes))
        {
            SendFile(context, path[Prefix.Length..], bytes, range);
        }
        else
        {
            Send(context, path.Contains("private", StringComparison.Ordinal) ? 401 : 404, []);
        }
    }

    private object Describe(KeyValuePair<string, byte[]> file) => new
    {
        rfilename = file.Key,
        size = TellsSizes ? file.Value.Length : (int?)null,
        lfs = file.Key.EndsWith(".safetensors", StringComparison.Ordinal)
            ? new { sha256 = WrongHashes.Contains(file.Key) ? new string('0', 64) : Convert.ToHexStringLower(SHA256.HashData(file.Value)) }
            : null,
    };

    private void SendFile(HttpListenerContext context, string name, byte[] bytes, string? range)
    {
        int start = 0;
        if (range is not null && KnowsRanges)
        {
            start = int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            if (start >= bytes.Length)
            {
                Send(context, 416, []);
                return;
            }

            context.Response.AddHeader("Content-Range", $"bytes {start}-{bytes.Length - 1}/{bytes.Length}");
        }

        byte[] body = bytes[start..];
        if (Cuts.TryGetValue(name, out Queue<int>? cuts) && cuts.TryDequeue(out int sent))
        {
            context.Response.StatusCode = start > 0 ? 206 : 200;
            context.Response.ContentLength64 = body.Length;
            context.Response.OutputStream.Write(body, 0, Math.Min(sent, body.Length));
            context.Response.OutputStream.Flush();
            context.Response.Abort();
            return;
        }

        Send(context, start > 0 ? 206 : 200, body);
    }

    private static void Send(HttpListenerContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body);
        context.Response.Close();
    }
}
