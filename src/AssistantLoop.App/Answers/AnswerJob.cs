namespace AssistantLoop.App.Answers;

/// <summary>One running generation: what its followers wait on, and how it is stopped.</summary>
internal sealed class AnswerJob : IDisposable
{
    private TaskCompletionSource _changed = New();

    /// <summary>Stops the generation.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>The work itself; ends when the answer is persisted as ended.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Ends at the next change after it was read.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Wakes the followers.</summary>
    public void Announce() => Interlocked.Exchange(ref _changed, New()).SetResult();

    /// <inheritdoc/>
    public void Dispose() => Stop.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
