using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Persists the answers that stream. What several have to say at about the same time is written together, since each
/// write is forced to disk: at once after a quiet moment, and else every <see cref="Interval"/>.
/// </summary>
public sealed class AnswerLog(ConversationStore conversations, BusinessProfile profile, TimeProvider time)
{
    private readonly Lock _lock = new();
    private List<Entry> _waiting = [];
    private bool _writing;
    private long _lastWrite;

    /// <summary>How long text may wait to be written: the most that a killed process loses of what was shown.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Writes what an answer has to say.</summary>
    /// <returns>The number of the answer's last piece, or null where it was ended from elsewhere.</returns>
    public Task<int?> WriteAsync(AnswerWrite write)
    {
        Entry entry = new(write);
        lock (_lock)
        {
            _waiting.Add(entry);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteAllAsync);
            }
        }

        return entry.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            if (_lastWrite != 0 && Interval - time.GetElapsedTime(_lastWrite) is var pause && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time);
            }

            List<Entry> batch;
            lock (_lock)
            {
                (batch, _waiting) = (_waiting, []);
                _writing = batch.Count > 0;
            }

            if (batch.Count == 0)
            {
                return;
            }

            _lastWrite = time.GetTimestamp();
            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Entry> batch)
    {
        try
        {
            IReadOnlyList<int?> pieces = await conversations.WriteAsync(
                profile.Tenant, [.. batch.Select(entry => entry.Write)], CancellationToken.None);
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Written.SetResult(pieces[i]);
            }
        }
#pragma warning disable CA1031 // Whoever waits for the write gets whatever went wrong with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            batch.ForEach(entry => entry.Written.TrySetException(error));
        }
    }

    private sealed record Entry(AnswerWrite Write)
    {
        public TaskCompletionSource<int?> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
