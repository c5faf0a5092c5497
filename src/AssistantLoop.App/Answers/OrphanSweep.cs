using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Ends the answers that nodes left streaming which died and do not come back, so that nobody waits for them; and tells
/// the other nodes that this one lives while it answers.
/// </summary>
/// <param name="conversations">The conversations.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what was swept and what failed.</param>
internal sealed partial class OrphanSweep(ConversationStore conversations, string tenant, TimeProvider time, ILogger logger)
{
    /// <summary>A node that has not said so for this long is not alive.</summary>
    public static TimeSpan DeadAfter { get; } = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);

    /// <summary>Whether this node answers.</summary>
    public required Func<bool> IsAnswering { get; init; }

    /// <summary>Whoever streams an answer, it is not older than this.</summary>
    public required TimeSpan Oldest { get; init; }

    /// <summary>Sweeps until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(s_beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await SweepAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsAnswering())
            {
                await conversations.BeatAsync(tenant, cancellationToken);
            }

            DateTimeOffset now = time.GetUtcNow();
            int swept = await conversations.SweepDeadAsync(tenant, now - DeadAfter, now - Oldest, cancellationToken);
            if (swept > 0)
            {
                LogSwept(swept);
            }
        }
#pragma warning disable CA1031 // A round that fails is tried again at the next.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended {Count} answers that another node left unfinished")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for unfinished answers failed")]
    private partial void LogFailed(Exception error);
}
