using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace AssistantLoop.Models.Tests.Library;

/// <summary>A small hub in this process: one repository, "acme/tiny", whose answers tests can spoil.</summary>
internal sealed class HubServer : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly WebApplication _app;

    public HubServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _app.Start();
        Endpoint = new($"{_app.Urls.Single()}/");
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

    public void Dispose() => ((IDisposable)_app).Dispose();

    private Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        string? range = context.Request.Headers.Range;
        lock (Requests) Requests.Add($"{path} {range}".Trim());
        const string Prefix = $"/acme/tiny/resolve/{Commit}/";
        if (path == "/api/models/acme/tiny")
        {
            return SendAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit, siblings = Files.Select(Describe) }));
        }

        return path.StartsWith(Prefix, StringComparison.Ordinal) && Files.TryGetValue(path[Prefix.Length..], out byte[]? bytes)
            ? SendFileAsync(context, path[Prefix.Length..], bytes, range)
            : SendAsync(context, path.Contains("private", StringComparison.Ordinal) ? 401 : 404, []);
    }

    private object Describe(KeyValuePair<string, byte[]> file) => new
    {
        rfilename = file.Key,
        size = TellsSizes ? file.Value.Length : (int?)null,
        lfs = file.Key.EndsWith(".safetensors", StringComparison.Ordinal)
            ? new { sha256 = WrongHashes.Contains(file.Key) ? new string('0', 64) : Convert.ToHexStringLower(SHA256.HashData(file.Value)) }
            : null,
    };

    private async Task SendFileAsync(HttpContext context, string name, byte[] bytes, string? range)
    {
        int start = 0;
        if (range is not null && KnowsRanges)
        {
            start = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            if (start >= bytes.Length)
            {
                await SendAsync(context, 416, []);
                return;
            }

            context.Response.Headers.ContentRange = $"bytes {start}-{bytes.Length - 1}/{bytes.Length}";
        }

        byte[] body = bytes[start..];
        int status = start > 0 ? 206 : 200;
        if (Cuts.TryGetValue(name, out Queue<int>? cuts) && cuts.TryDequeue(out int sent))
        {
            context.Response.StatusCode = status;
            context.Response.ContentLength = body.Length;
            // Fewer bytes than told: the server closes the connection behind them.
            await context.Response.Body.WriteAsync(body.AsMemory(0, Math.Min(sent, body.Length)));
            return;
        }

        await SendAsync(context, status, body);
    }

    private static async Task SendAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
