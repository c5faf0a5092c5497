using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>One running generation: how far it is persisted, what its followers wait on, and how it is stopped.</summary>
/// <param name="answer">The answer, begun and empty.</param>
internal sealed class AnswerJob(Message answer) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<MessagePiece> _pieces = [];
    private TaskCompletionSource _changed = New();
    private Message _answer = answer;
    private bool _ended;

    /// <summary>The answer's id.</summary>
    public Guid Id { get; } = answer.Id;

    /// <summary>Stops the generation.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>The work itself; ends when the answer is persisted as ended.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Ends at the next change after it was read.</summary>
    public Task Changed => _changed.Task;

    /// <summary>What is persisted after a piece number.</summary>
    public AnswerProgress After(int sequence)
    {
        lock (_lock)
        {
            MessagePiece[] pieces = sequence < _pieces.Count ? [.. _pieces[sequence..]] : [];
            return new(_answer, pieces, _ended);
        }
    }

    /// <summary>What was persisted; followers are told, but of the end only with <see cref="End"/>.</summary>
    /// <param name="write">What was persisted.</param>
    /// <param name="piece">The number of the answer's last piece.</param>
    public void Wrote(AnswerWrite write, int piece)
    {
        lock (_lock)
        {
            _answer = _answer with
            {
                Text = _answer.Text + write.Text,
                LastPiece = piece,
                VersionId = write.Provenance?.VersionId ?? _answer.VersionId,
                Passages = write.Provenance?.Passages ?? _answer.Passages,
                State = write.End?.State ?? _answer.State,
                FinishReason = write.End?.FinishReason ?? _answer.FinishReason,
            };
            if (write.Text.Length > 0)
            {
                _pieces.Add(new() { Sequence = piece, Text = write.Text });
            }
        }

        Announce();
    }

    /// <summary>Nothing more comes, and another generation may take the place; followers are told.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }

        Announce();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop.Dispose();

    private void Announce() => Interlocked.Exchange(ref _changed, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
