using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AssistantLoop.Bench;

/// <summary>A visitor: a SignalR client of the JSON protocol over a plain socket, one call at a time (records that end in
/// 0x1E; 1 invocation, 2 stream item, 3 completion, 4 stream invocation).</summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[1 << 12];
    private int _begin;
    private int _end;
    private int _asked;

    /// <summary>The open conversation.</summary>
    public string Conversation { get; private set; } = "";

    public static async Task<ChatSocket> OpenAsync(Uri hub, CancellationToken cancellationToken)
    {
        ChatSocket socket = new();
        await socket._socket.ConnectAsync(hub, cancellationToken);
        await socket.SendAsync(new { protocol = "json", version = 1 }, cancellationToken);
        await socket.ReceiveAsync(cancellationToken);
        return socket;
    }

    /// <summary>Opens a conversation, a new one where none is given.</summary>
    public async Task StartAsync(CancellationToken cancellationToken, string? visitorId = null, string? conversationId = null)
    {
        object[] arguments = [new { conversationId, visitorId = visitorId ?? $"bench-{Path.GetRandomFileName()}" }];
        await SendAsync(new { type = 1, invocationId = "start", target = "Start", arguments }, cancellationToken);
        while (true)
        {
            using JsonDocument record = JsonDocument.Parse(await ReceiveAsync(cancellationToken));
            if (IsCompletion(record.RootElement))
            {
                Conversation = record.RootElement.GetProperty("result").GetProperty("id").GetString()!;
                return;
            }
        }
    }

    /// <summary>Asks and waits for the whole answer.</summary>
    /// <returns>The answer's id.</returns>
    public async Task<Guid> AskAsync(string question, CancellationToken cancellationToken)
    {
        Guid? completed = null;
        await foreach (JsonElement step in StreamAsync("Ask", [Question($"{++_asked}", question)], cancellationToken))
        {
            completed = step.GetProperty("kind").ValueEquals("completed") ? step.GetProperty("messageId").GetGuid() : completed;
        }

        return completed ?? throw new InvalidOperationException("An answer failed.");
    }

    /// <summary>What Ask takes.</summary>
    public object Question(string clientMessageId, string text) => new { conversationId = Conversation, clientMessageId, text };

    /// <summary>Calls a streaming method; an item is valid until the next.</summary>
    public async IAsyncEnumerable<JsonElement> StreamAsync(
        string method, object[] arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SendAsync(new { type = 4, invocationId = "stream", target = method, arguments }, cancellationToken);
        while (true)
        {
            using JsonDocument record = JsonDocument.Parse(await ReceiveAsync(cancellationToken));
            if (record.RootElement.TryGetProperty("item", out JsonElement item))
            {
                yield return item;
            }
            else if (IsCompletion(record.RootElement))
            {
                yield break;
            }
        }
    }

    /// <summary>Says that the client lives, which the server wants to hear every half minute.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => SendAsync(new { type = 6 }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsCompletion(JsonElement record) =>
        record.TryGetProperty("type", out JsonElement type) && type.GetInt32() == 3
        && (record.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException(error.GetString()) : true);

    private async Task SendAsync(object record, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(
                (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(record), End], WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    // The next record; valid until the next call.
    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        int at;
        while ((at = _buffer.AsSpan(_begin.._end).IndexOf(End)) < 0)
        {
            _buffer.AsSpan(_begin.._end).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * _end);
            }

            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += part.MessageType == WebSocketMessageType.Text ? part.Count : throw new WebSocketException("The server closed the socket.");
        }

        ReadOnlyMemory<byte> record = _buffer.AsMemory(_begin, at);
        _begin += at + 1;
        return record;
    }
}
