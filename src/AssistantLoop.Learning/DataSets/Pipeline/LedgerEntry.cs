using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>Why a piece of feedback is in a data set or not; a line of samples.jsonl.</summary>
public sealed record LedgerEntry
{
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    /// <summary>Who it comes from, as the first 16 hex digits of the identity's SHA-256.</summary>
    public required string Identity { get; init; }

    public SampleOutcome Outcome { get; init; }

    /// <summary>The step that left it out; null where it is in.</summary>
    public string? Step { get; init; }

    /// <summary>Why it was left out.</summary>
    public string? Reason { get; init; }

    /// <summary>What shows it.</summary>
    public string? Evidence { get; init; }

    /// <summary>The other piece of feedback that the reason is about.</summary>
    public Guid? Related { get; init; }

    /// <summary>How an added variant was made of this piece; null for the piece itself.</summary>
    public string? Variant { get; init; }

    /// <summary>What was changed, and which steps an agent's confirmation overruled, oldest first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where it stands: file name and line, from 1.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
