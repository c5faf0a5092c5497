using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Api;

/// <summary>An answer of the queue, as the console shows it.</summary>
public sealed record ReviewView(
    Guid MessageId,
    Guid ConversationId,
    string Question,
    string Answer,
    IReadOnlyList<CitationView> Citations,
    IReadOnlyList<CitationView> Passages,
    string? Rating,
    string? Reason,
    IReadOnlyList<string> Flags,
    string? Suggestion,
    int? Version,
    DateTimeOffset CreatedAt,
    double Priority,
    IReadOnlyList<string> Why,
    bool Unsure,
    string? Assignee,
    TriageView? Triage,
    IReadOnlyList<FeedbackView> Feedback);
