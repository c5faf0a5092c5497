using System.Text.Json;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Triage;

/// <summary>A finding: why the answer was bad, null for undecided, and what shows it.</summary>
public sealed record TriageFinding(FaultCause? Cause, TriageEvidence Evidence);

/// <summary>What a finding rests on, as agents see it and as it is stored.</summary>
public sealed record TriageEvidence
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The row of the decision table in docs/review.md, such as "C3".</summary>
    public required string Rule { get; init; }

    /// <summary>The finding in a sentence.</summary>
    public required string Because { get; init; }

    /// <summary>Where each fact of the right answer stands; of the given answer where there is no right one.</summary>
    public IReadOnlyList<FactEvidence> Facts { get; init; } = [];

    /// <summary>Facts of the given answer that no passage of its prompt, nor the right answer, says.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>The numbers that the given answer cites.</summary>
    public IReadOnlyList<int> Cited { get; init; } = [];

    /// <summary>The numbers that the right answer cites, or else those of the passages that hold its facts.</summary>
    public IReadOnlyList<int> Right { get; init; } = [];

    /// <summary>How the right answer's form differs.</summary>
    public IReadOnlyList<string> Style { get; init; } = [];

    /// <summary>Whether the prompt would hold what was missing if the question were asked now.</summary>
    public bool FoundToday { get; init; }

    /// <summary>Writes it as JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    public static TriageEvidence Read(string json) => JsonSerializer.Deserialize<TriageEvidence>(json, s_json)!;
}

/// <summary>Where a fact stands.</summary>
/// <param name="Text">The fact, or the sentence where it has none that can be looked for.</param>
/// <param name="Kind">The kind of fact, or "words" for a sentence.</param>
/// <param name="InAnswer">Whether the given answer says it.</param>
/// <param name="InPrompt">The numbers of the prompt's passages that say it.</param>
/// <param name="Documents">Where else it stands, "path: title" each, three at most.</param>
public sealed record FactEvidence(
    string Text, string Kind, bool InAnswer, IReadOnlyList<int> InPrompt, IReadOnlyList<string> Documents);
