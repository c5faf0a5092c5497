using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace AssistantLoop.App.Tests;

/// <summary>An error that the hub answered a call with: its own body, or SignalR's words.</summary>
internal sealed class HubError(string message) : Exception(message)
{
    /// <summary>The typed error's code; the words themselves where it is none.</summary>
    public string Code { get; } = message.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at
        ? JsonSerializer.Deserialize<JsonElement>(message[at..]).GetProperty("code").GetString()!
        : message;
}

/// <summary>
/// A SignalR client of the JSON protocol over a plain socket (the hub protocol's specification: records that end in 0x1E;
/// 1 invocation, 2 stream item, 3 completion, 4 stream invocation, 5 cancel, 6 ping), to send what no proper client sends.
/// </summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Dictionary<string, Channel<JsonElement>> _calls = [];
    private readonly Dictionary<string, Channel<JsonElement>> _events = [];
    private readonly TaskCompletionSource<HubError> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    public static async Task<HubConnection> OpenAsync(Uri hub, string? origin, CancellationToken cancellationToken)
    {
        HubConnection connection = new();
        if (origin is not null)
        {
            connection._socket.Options.SetRequestHeader("Origin", origin);
        }

        await connection._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws" }.Uri, cancellationToken);
        await connection.SendAsync("{\"protocol\":\"json\",\"version\":1}", cancellationToken);
        connection._reading = Task.Run(connection.ReadAsync, CancellationToken.None);
        return connection;
    }

    /// <summary>Calls a method and returns its result.</summary>
    /// <exception cref="HubError">The hub refused.</exception>
    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        JsonElement result = default;
        await foreach (JsonElement message in CallAsync(1, method, JsonSerializer.Serialize(arguments)))
        {
            result = message.TryGetProperty("result", out JsonElement found) ? found : default;
        }

        return result;
    }

    /// <summary>Calls a streaming method and returns its items.</summary>
    /// <exception cref="HubError">The hub refused.</exception>
    public IAsyncEnumerable<JsonElement> StreamAsync(string method, params object?[] arguments) =>
        StreamRawAsync(method, JsonSerializer.Serialize(arguments));

    /// <summary>Calls a streaming method with arguments as they are, well-formed or not.</summary>
    public async IAsyncEnumerable<JsonElement> StreamRawAsync(string method, string arguments)
    {
        await foreach (JsonElement message in CallAsync(4, method, arguments))
        {
            if (message.TryGetProperty("item", out JsonElement item))
            {
                yield return item;
            }
        }
    }

    /// <summary>The next event of a kind that the server tells by itself; earlier ones of other kinds stay to be heard.</summary>
    /// <exception cref="TimeoutException">None came within ten seconds.</exception>
    public async Task<JsonElement> HearAsync(string method)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        try
        {
            return await EventsOf(method).Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {method} came.");
        }
    }

    /// <summary>Whether an event of a kind has come and was not heard yet.</summary>
    public bool HasHeard(string method) => EventsOf(method).Reader.TryPeek(out _);

    /// <summary>Ends when the server closes the connection; says why.</summary>
    public Task<HubError> Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Loses the connection, as a phone in a tunnel does.</summary>
    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        Drop();
        await _reading;
        _socket.Dispose();
    }

    private async IAsyncEnumerable<JsonElement> CallAsync(
        int type, string method, string arguments,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string id = Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Channel<JsonElement> answers = Channel.CreateUnbounded<JsonElement>();
        lock (_lock)
        {
            _calls[id] = answers;
        }

        await SendAsync(
            $"{{\"type\":{type},\"invocationId\":\"{id}\",\"target\":\"{method}\",\"arguments\":{arguments}}}", cancellationToken);
        await foreach (JsonElement message in answers.Reader.ReadAllAsync(cancellationToken))
        {
            if (message.TryGetProperty("error", out JsonElement error))
            {
                throw new HubError(error.GetString()!);
            }

            yield return message;
        }
    }

    private Task SendAsync(string record, CancellationToken cancellationToken) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(record + End), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        StringBuilder text = new();
        Decoder utf8 = Encoding.UTF8.GetDecoder();
        char[] characters = new char[buffer.Length];
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } part)
            {
                int count = utf8.GetChars(buffer.AsSpan(0, part.Count), characters, flush: false);
                text.Append(characters, 0, count);
                if (!characters.AsSpan(0, count).Contains(End))
                {
                    continue;
                }

                string[] records = text.ToString().Split(End);
                Array.ForEach(records[..^1], Take);
                text.Clear().Append(records[^1]);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection was lost; the calls end below.
        }

        lock (_lock)
        {
            foreach (Channel<JsonElement> call in _calls.Values)
            {
                call.Writer.TryComplete(new WebSocketException("The connection was lost."));
            }
        }
    }

    private Channel<JsonElement> EventsOf(string method)
    {
        lock (_lock)
        {
            if (!_events.TryGetValue(method, out Channel<JsonElement>? events))
            {
                _events[method] = events = Channel.CreateUnbounded<JsonElement>();
            }

            return events;
        }
    }

    private void Take(string record)
    {
        JsonElement message = JsonSerializer.Deserialize<JsonElement>(record);
        if (!message.TryGetProperty("invocationId", out JsonElement id))
        {
            if (message.TryGetProperty("target", out JsonElement target))
            {
                EventsOf(target.GetString()!).Writer.TryWrite(message.GetProperty("arguments")[0]);
            }
            else if (message.TryGetProperty("error", out JsonElement error))
            {
                _closed.TrySetResult(new(error.GetString()!));
            }

            return;
        }

        lock (_lock)
        {
            Channel<JsonElement> call = _calls[id.GetString()!];
            call.Writer.TryWrite(message);
            if (message.GetProperty("type").GetInt32() == 3)
            {
                call.Writer.TryComplete();
            }
        }
    }
}
