using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AssistantLoop.Retrieval.Tests.Ingest.Sites;

/// <summary>A web server on this machine whose pages a test lays out.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, Action<HttpListenerResponse>> _pages = [];
    private readonly Task _serving;

    public TestSite()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            EndPoint = (IPEndPoint)free.LocalEndpoint;
        }

        Root = new($"http://127.0.0.1:{EndPoint.Port}/");
        _listener.Prefixes.Add(Root.AbsoluteUri);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Root { get; }

    public IPEndPoint EndPoint { get; }

    public string Host => Root.Authority;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public void Page(string path, string body, string type = "text/html; charset=utf-8") => Page(path, Encoding.UTF8.GetBytes(body), type);

    public void Page(string path, byte[] body, string type) => _pages[path] = response =>
    {
        response.ContentType = type;
        response.OutputStream.Write(body);
    };

    public void Status(string path, int status, string? location = null) => _pages[path] = response =>
    {
        response.StatusCode = status;
        response.RedirectLocation = location;
    };

    public void Answer(string path, Action<HttpListenerResponse> answer) => _pages[path] = answer;

    public void Remove(string path) => _pages.Remove(path);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
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

            Asked.Enqueue(context.Request.RawUrl!);
            try
            {
                if (_pages.TryGetValue(context.Request.RawUrl!, out Action<HttpListenerResponse>? answer))
                {
                    answer(context.Response);
                }
                else
                {
                    context.Response.StatusCode = 404;
                }

                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The other side has gone away.
            }
        }
    }
}
