using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Stores what one answer says behind its followers' backs: they see a piece as it is said, and it is stored a little
/// later under the same number. Where the process dies between the two, the answer is ended short of those pieces, and
/// as nothing is added to an ended answer, their numbers never stand for another text.
/// </summary>
internal sealed class AnswerWriter(AnswerLog log, AnswerJob job)
{
    private readonly Lock _lock = new();
    private AnswerProvenance? _provenance;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isRefused;
    private int _stored;

    /// <summary>What the answer is made from.</summary>
    public void Begin(AnswerProvenance provenance)
    {
        job.Begin(provenance);
        lock (_lock)
        {
            _provenance = provenance;
        }
    }

    /// <summary>Shows what was added, and sees to it that it is stored soon.</summary>
    /// <exception cref="OperationCanceledException">The answer was ended from elsewhere, so that going on is pointless.</exception>
    /// <exception cref="StorageException">It could not be stored.</exception>
    public void Flush()
    {
        job.Announce();
        lock (_lock)
        {
            if (_isWriting)
            {
                return;
            }

            // What went wrong with the last write.
            _writing.GetAwaiter().GetResult();
            if (_isRefused)
            {
                throw new OperationCanceledException("The answer was ended elsewhere.");
            }

            if (_provenance is not null || job.Last > _stored)
            {
                _isWriting = true;
                _writing = Task.Run(WriteAllAsync);
            }
        }
    }

    /// <summary>Stores what is not yet stored, and the answer's end.</summary>
    public async Task EndAsync(
        MessageState state, string finishReason, AnswerEntropy? entropy = null, AnswerUsage? usage = null)
    {
        // What a failed write held is written with the end.
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAsync(new(state, finishReason, entropy, usage));
    }

    private async Task WriteAllAsync()
    {
        bool goesOn = true;
        while (goesOn)
        {
            try
            {
                goesOn = await WriteAsync(end: null);
            }
            catch
            {
                goesOn = false;
                throw;
            }
            finally
            {
                lock (_lock)
                {
                    // Looked at and said together, so that a piece that comes now is not left to the next one.
                    _isWriting = goesOn && job.Last > _stored;
                    goesOn = _isWriting;
                }
            }
        }
    }

    private async Task<bool> WriteAsync(AnswerEnd? end)
    {
        AnswerProvenance? provenance;
        lock (_lock)
        {
            provenance = _provenance;
        }

        IReadOnlyList<string> pieces = job.After(_stored).Pieces;
        int? last = await log.WriteAsync(new(job.Id, pieces) { After = _stored, Provenance = provenance, End = end });
        lock (_lock)
        {
            _isRefused = last is null;
            _stored = last ?? _stored;
            _provenance = null;
        }

        if (last is { } number && end is not null)
        {
            job.Stored(end, number);
        }

        return last is not null;
    }
}
