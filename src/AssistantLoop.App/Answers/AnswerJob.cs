using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// One running generation: what it has said, numbered as it is said, what its followers wait on, and how it is stopped.
/// A piece has its number before it is stored and keeps it; see <see cref="AnswerWriter"/>.
/// </summary>
/// <param name="answer">The answer, begun and empty.</param>
internal sealed class AnswerJob(Message answer) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _pieces = [];
    private TaskCompletionSource _changed = New();
    private Message _answer = answer;
    private string _half = "";
    private bool _ended;

    /// <summary>The answer's id.</summary>
    public Guid Id { get; } = answer.Id;

    /// <summary>The conversation that it is said in.</summary>
    public Guid ConversationId { get; } = answer.ConversationId;

    /// <summary>Stops the generation.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>The work itself; ends when the answer is stored as ended.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Ends at the next change after it was read.</summary>
    public Task Changed => _changed.Task;

    /// <summary>The number of the last piece; 0 before the first.</summary>
    public int Last
    {
        get
        {
            lock (_lock)
            {
                return _pieces.Count;
            }
        }
    }

    /// <summary>What was said after a piece number.</summary>
    public AnswerProgress After(int sequence)
    {
        lock (_lock)
        {
            return new(_answer, sequence < _pieces.Count ? [.. _pieces[sequence..]] : [], _ended);
        }
    }

    /// <summary>What the answer is made from.</summary>
    public void Begin(AnswerProvenance provenance)
    {
        lock (_lock)
        {
            _answer = _answer with { VersionId = provenance.VersionId, Passages = provenance.Passages };
        }
    }

    /// <summary>The next text; followers see it once they are told.</summary>
    public void Add(string text)
    {
        // What no text file can hold: NUL, and half a character, which waits for its other half.
        text = _half + text.Replace("\0", "", StringComparison.Ordinal);
        _half = text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[^1..] : "";
        text = text[..^_half.Length];
        if (text.Length > 0)
        {
            lock (_lock)
            {
                _pieces.Add(text);
            }
        }
    }

    /// <summary>Tells the followers that there is more.</summary>
    public void Announce() => Interlocked.Exchange(ref _changed, New()).SetResult();

    /// <summary>How the answer ended, as it is stored.</summary>
    public void Stored(AnswerEnd end, int lastPiece)
    {
        lock (_lock)
        {
            _answer = _answer with
            {
                Text = string.Concat(_pieces),
                LastPiece = lastPiece,
                State = end.State,
                FinishReason = end.FinishReason,
            };
        }
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

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
