using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Generators;

/// <summary>An answer that a remote generator has begun.</summary>
internal sealed class OpenedStream : IAsyncDisposable
{
    private readonly List<ChatResponseUpdate> _first = [];

    public OpenedStream(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken stop)
    {
        Stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Updates = client.GetStreamingResponseAsync(messages, options, Stop.Token).GetAsyncEnumerator(Stop.Token);
    }

    /// <summary>Ends it.</summary>
    public CancellationTokenSource Stop { get; }

    /// <summary>What follows <see cref="First"/>.</summary>
    public IAsyncEnumerator<ChatResponseUpdate> Updates { get; }

    /// <summary>What came up to the first word, it included.</summary>
    public IReadOnlyList<ChatResponseUpdate> First => _first;

    /// <summary>Waits for the first word, or for the end where there is none.</summary>
    public async Task ReadFirstAsync()
    {
        while (await Updates.MoveNextAsync())
        {
            _first.Add(Updates.Current);
            if (Updates.Current.Text.Length > 0)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Updates.DisposeAsync();
        Stop.Dispose();
    }
}
