using System.Net.WebSockets;
using System.Text.Json;

namespace AssistantLoop.Bench;

/// <summary>A visitor: a SignalR client of the JSON protocol over a plain socket, one call at a time (records that end in
/// 0x1E; 1 invocation, 2 stream item, 3 completion, 4 stream invocation).</summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private string _conversation = "";
    private int _begin;
    private int _end;
    private int _asked;

    public static async Task<ChatSocket> OpenAsync(Uri hub, CancellationToken cancellationToken)
    {
        ChatSocket socket = new();
        await socket._socket.ConnectAsync(hub, cancellationToken);
        await socket.SendAsync(new { protocol = "json", version = 1 }, cancellationToken);
        await socket.ReceiveAsync(cancellationToken);
        return socket;
    }

    /// <summary>Opens a new conversation.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await SendAsync(new { type = 1, invocationId = "start", target = "Start", arguments = new[] { new { visitorId = "bench" } } }, cancellationToken);
        while (true)
        {
            using JsonDocument record = JsonDocument.Parse(await ReceiveAsync(cancellationToken));
            if (IsCompletion(record.RootElement))
            {
                _conversation = record.RootElement.GetProperty("result").GetProperty("id").GetString()!;
                return;
            }
        }
    }

    /// <summary>Asks and waits for the whole answer.</summary>
    /// <returns>The answer's id.</returns>
    public async Task<Guid> AskAsync(string question, CancellationToken cancellationToken)
    {
        object ask = new { conversationId = _conversation, clientMessageId = $"{++_asked}", text = question };
        await SendAsync(new { type = 4, invocationId = "ask", target = "Ask", arguments = new[] { ask } }, cancellationToken);
        Guid? completed = null;
        while (true)
        {
            using JsonDocument record = JsonDocument.Parse(await ReceiveAsync(cancellationToken));
            if (record.RootElement.TryGetProperty("item", out JsonElement item) && item.GetProperty("kind").ValueEquals("completed"))
            {
                completed = item.GetProperty("messageId").GetGuid();
            }
            else if (IsCompletion(record.RootElement))
            {
                return completed ?? throw new InvalidOperationException("An answer failed.");
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsCompletion(JsonElement record) =>
        record.TryGetProperty("type", out JsonElement type) && type.GetInt32() == 3
        && (record.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException(error.GetString()) : true);

    private Task SendAsync(object record, CancellationToken cancellationToken) => _socket.SendAsync(
        (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(record), End], WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    // The next record; valid until the next call.
    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        int at;
        while ((at = _buffer.AsSpan(_begin.._end).IndexOf(End)) < 0)
        {
            _buffer.AsSpan(_begin.._end).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += part.MessageType == WebSocketMessageType.Text ? part.Count : throw new WebSocketException("The server closed the socket.");
        }

        ReadOnlyMemory<byte> record = _buffer.AsMemory(_begin, at);
        _begin += at + 1;
        return record;
    }
}
