using AssistantLoop.App.Answers;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>How many answers a connection follows at once.</summary>
public sealed class OpenStreams : IDisposable
{
    /// <summary>The most.</summary>
    public const int Most = 8;

    private int _count;

    /// <summary>Those of a connection.</summary>
    public static OpenStreams Of(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items[nameof(OpenStreams)] is OpenStreams known)
            {
                return known;
            }

            OpenStreams streams = new();
            connection.Items[nameof(OpenStreams)] = streams;
            return streams;
        }
    }

    /// <summary>One more.</summary>
    /// <exception cref="ChatProblemException">The connection has as many as it may.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Dispose();
            throw new ChatProblemException(
                "too_many_streams", $"A connection may follow {Most} answers at once. Wait until one has ended.", 1);
        }
    }

    /// <summary>One has ended.</summary>
    public void Dispose() => Interlocked.Decrement(ref _count);
}
