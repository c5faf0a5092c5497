using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>A chat-completions server that says a numbered word every few milliseconds, so that a test can kill who listens.</summary>
internal sealed class SlowModel : IDisposable
{
    private const int Words = 2000;

    private readonly HttpListener _listener = new();

    private SlowModel(Uri address)
    {
        Address = address;
        _listener.Prefixes.Add(address.ToString());
    }

    public Uri Address { get; }

    public static SlowModel Start()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        SlowModel model = new(new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/"));
        free.Stop();
        model._listener.Start();
        _ = model.ServeAsync();
        return model;
    }

    /// <summary>generators.yaml that names it, in a data folder.</summary>
    public void WriteTo(string data)
    {
        File.WriteAllText(Path.Combine(data, "slow-key"), "none");
        File.WriteAllText(Path.Combine(data, "generators.yaml"), $"""
            slow:
              endpoint: {Address}v1
              model: slow
              key_file: slow-key
              fallback: none
            """);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context.Response));
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task AnswerAsync(HttpListenerResponse response)
    {
        try
        {
            response.ContentType = "text/event-stream";
            response.SendChunked = true;
            for (int word = 1; word <= Words; word++)
            {
                await SayAsync(response, new { content = $"w{word} " }, null);
                await Task.Delay(12);
            }

            await SayAsync(response, new { }, "stop");
            response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Whoever listened is gone.
        }
    }

    private static async Task SayAsync(HttpListenerResponse response, object delta, string? finish)
    {
        string chunk = JsonSerializer.Serialize(new
        {
            id = "slow", @object = "chat.completion.chunk", created = 0, model = "slow",
            choices = new[] { new { index = 0, delta, finish_reason = finish } },
        });
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"data: {chunk}\n\n"));
        await response.OutputStream.FlushAsync();
    }
}
