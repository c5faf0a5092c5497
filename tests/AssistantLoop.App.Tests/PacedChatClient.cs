using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tests;

/// <summary>A model that says a piece when the test lets it, and ends when the test says so.</summary>
internal sealed class PacedChatClient : IChatClient
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();

    /// <summary>Answers that are being written.</summary>
    public int Running;

    /// <summary>What the last answer was asked with.</summary>
    public IReadOnlyList<ChatMessage> Asked { get; private set; } = [];

    /// <summary>Lets it say a piece.</summary>
    public void Say(string piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Lets it say the pieces and end.</summary>
    public void SayAll(params string[] pieces)
    {
        foreach (string piece in pieces)
        {
            Say(piece);
        }

        Say("");
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked = [.. messages];
        Interlocked.Increment(ref Running);
        try
        {
            while (await _pieces.Reader.ReadAsync(cancellationToken) is { Length: > 0 } piece)
            {
                yield return new(ChatRole.Assistant, piece);
            }

            yield return new() { FinishReason = ChatFinishReason.Stop };
        }
        finally
        {
            Interlocked.Decrement(ref Running);
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
