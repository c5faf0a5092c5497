using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>What triage found about an answer, as agents see it.</summary>
/// <param name="MessageId">The answer.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Cause">missing-document, retrieval-miss, wrong-citation, style, behaviour, or null for undecided.</param>
/// <param name="Found">What triage itself found, where an agent overruled it.</param>
/// <param name="OverruledBy">The agent, or null.</param>
/// <param name="FoundAt">When it was looked into.</param>
/// <param name="Evidence">What shows it.</param>
public sealed record TriageView(
    Guid MessageId, string Question, string? Cause, string? Found, string? OverruledBy, DateTimeOffset FoundAt, TriageEvidence Evidence)
{
    /// <summary>The view of a stored result.</summary>
    public static TriageView Of(TriageResult result) => new(
        result.MessageId,
        result.Question,
        NameOf(result.Cause),
        NameOf(result.Found),
        result.OverruledBy,
        result.FoundAt,
        TriageEvidence.Read(result.Evidence));

    private static string? NameOf(FaultCause? cause) => cause is { } value ? WireNames.Of(value) : null;
}
