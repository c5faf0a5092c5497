using System.Text;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Persists an answer while it streams. The first piece is written at once, later ones together every
/// <see cref="Interval"/>, since each write is forced to disk.
/// </summary>
internal sealed class AnswerWriter(
    ConversationStore conversations, string tenant, Guid messageId, TimeProvider time, Action announce)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(60);
    private readonly StringBuilder _pending = new();
    private long _lastWrite;
    private bool _wroteBefore;

    /// <summary>How long text may wait to be written.</summary>
    public static TimeSpan Interval => s_interval;

    /// <returns>False where the answer was ended from elsewhere, so that writing on is pointless.</returns>
    public async Task<bool> AddAsync(TurnText piece, CancellationToken cancellationToken)
    {
        _pending.Append(piece.Text);
        if (_wroteBefore && time.GetElapsedTime(_lastWrite) < s_interval)
        {
            return true;
        }

        return await FlushAsync(cancellationToken);
    }

    /// <inheritdoc cref="AddAsync"/>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Length == 0)
        {
            return true;
        }

        int? written = await conversations.AppendAsync(tenant, messageId, _pending.ToString(), cancellationToken);
        _pending.Clear();
        _wroteBefore = true;
        _lastWrite = time.GetTimestamp();
        announce();
        return written is not null;
    }
}
