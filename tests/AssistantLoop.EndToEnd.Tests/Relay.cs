using System.Net;
using System.Net.Sockets;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>The network between a page and the server: it can be cut, as a train's tunnel cuts it, and mended.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly int _server;
    private readonly Task _work;
    private bool _cut;

    public Relay(Uri server)
    {
        _server = server.Port;
        _listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _work = AcceptAsync();
    }

    /// <summary>The server's address as the page knows it.</summary>
    public Uri Url { get; }

    /// <summary>Ends what is connected and lets nothing through until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            foreach (TcpClient client in _open)
            {
                client.Client.Close(0);
            }

            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                return;
            }

            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using TcpClient server = new();
        lock (_lock)
        {
            if (_cut)
            {
                client.Client.Close(0);
                return;
            }

            _open.Add(client);
            _open.Add(server);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
            NetworkStream page = client.GetStream(), service = server.GetStream();
            await Task.WhenAny(page.CopyToAsync(service, _stop.Token), service.CopyToAsync(page, _stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut: the page finds out as it would on any network.
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(client);
                _open.Remove(server);
            }

            client.Dispose();
        }
    }
}
