using System.Text;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>Gathers what one answer says until it is written, and tells the answer's followers what was.</summary>
internal sealed class AnswerWriter(AnswerLog log, AnswerJob job)
{
    private readonly StringBuilder _pending = new();
    private AnswerProvenance? _provenance;

    /// <summary>What the answer is made from.</summary>
    public void Begin(AnswerProvenance provenance) => _provenance = provenance;

    /// <summary>The next text.</summary>
    public void Add(string text) => _pending.Append(text);

    /// <summary>Writes what was gathered, if anything.</summary>
    /// <exception cref="OperationCanceledException">The answer was ended from elsewhere, so that going on is pointless.</exception>
    public async Task FlushAsync()
    {
        if ((_pending.Length > 0 || _provenance is not null) && await WriteAsync(end: null) is null)
        {
            throw new OperationCanceledException("The answer was ended elsewhere.");
        }
    }

    /// <summary>Writes what was gathered, and the answer's end.</summary>
    public Task EndAsync(MessageState state, string finishReason, AnswerEntropy? entropy = null, AnswerUsage? usage = null) =>
        WriteAsync(new(state, finishReason, entropy, usage));

    private async Task<int?> WriteAsync(AnswerEnd? end)
    {
        AnswerWrite write = new(job.Id, _pending.ToString()) { Provenance = _provenance, End = end };
        int? piece = await log.WriteAsync(write);
        if (piece is { } number)
        {
            job.Wrote(write, number);
        }

        _pending.Clear();
        _provenance = null;
        return piece;
    }
}
