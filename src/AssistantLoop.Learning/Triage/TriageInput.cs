using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Learning.Triage;

/// <summary>All that a finding rests on; the same input gives the same finding.</summary>
public sealed record TriageInput
{
    /// <summary>What was asked.</summary>
    public required string Question { get; init; }

    /// <summary>What was answered.</summary>
    public required string Answer { get; init; }

    /// <summary>The right answer, where an agent wrote one.</summary>
    public string? Correction { get; init; }

    /// <summary>The passages of the prompt, in its order; citation n is at index n - 1.</summary>
    public required IReadOnlyList<Passage> Prompt { get; init; }

    /// <summary>What a wide search finds now, for the question and for the right answer, best first.</summary>
    public required IReadOnlyList<Passage> Found { get; init; }

    /// <summary>What the prompt would hold if the question were asked now.</summary>
    public IReadOnlyList<Passage> Today { get; init; } = [];

    /// <summary>Agents' labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The visitor's reason for a rating down.</summary>
    public string? Reason { get; init; }

    /// <summary>Lower-case words that are no facts: the business's and the assistant's names.</summary>
    public IReadOnlySet<string> OwnNames { get; init; } = new HashSet<string>();
}
