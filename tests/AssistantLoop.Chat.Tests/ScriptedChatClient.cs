using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests;

/// <summary>Says the pieces it was given and remembers what it was asked.</summary>
internal sealed class ScriptedChatClient(params string[] pieces) : IChatClient
{
    public IReadOnlyList<ChatMessage>? Messages { get; private set; }

    public ChatOptions? Options { get; private set; }

    public Action<string>? AfterEach { get; init; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        Messages = [.. messages];
        Options = options;
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Concat(pieces))));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Messages = [.. messages];
        Options = options;
        foreach (string piece in pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new(ChatRole.Assistant, piece);
            AfterEach?.Invoke(piece);
        }

        yield return new() { FinishReason = ChatFinishReason.Stop };
    }

    // Semantic Kernel asks each client for its name.
    public object? GetService(Type serviceType, object? serviceKey) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted") : null;

    public void Dispose()
    {
    }
}
