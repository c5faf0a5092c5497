using AssistantLoop.App.Answers;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Api;

/// <summary>A message, as agents see it: what visitors see, everything the assistant saw, and all that was said about it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Number">Its place in the conversation, from 1.</param>
/// <param name="Role">visitor, assistant, agent or note.</param>
/// <param name="Author">The agent who wrote it, or of whom a note tells.</param>
/// <param name="Text">What it says so far.</param>
/// <param name="State">streaming, complete, stopped or failed.</param>
/// <param name="Sequence">The number of the last piece in the text.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="Citations">The passages that it cites.</param>
/// <param name="Passages">Every passage of the answer's prompt.</param>
/// <param name="Rating">The reader's own: up, down or null.</param>
/// <param name="VisitorRating">The visitor's: up, down or null; the newest where several rated.</param>
/// <param name="Flags">The labels that were put on it.</param>
/// <param name="Suggestion">The newest better answer that a visitor suggested.</param>
/// <param name="Correction">The newest right answer that an agent wrote.</param>
/// <param name="Version">The number of the version that answered.</param>
/// <param name="ReplacedBy">What stands in the place of a regenerated answer or an edited message.</param>
public sealed record AgentMessageView(
    Guid Id,
    int Number,
    string Role,
    string? Author,
    string Text,
    string State,
    int Sequence,
    DateTimeOffset CreatedAt,
    IReadOnlyList<CitationView> Citations,
    IReadOnlyList<CitationView> Passages,
    string? Rating,
    string? VisitorRating,
    IReadOnlyList<string> Flags,
    string? Suggestion,
    string? Correction,
    int? Version,
    Guid? ReplacedBy)
{
    /// <summary>The view of a message with its feedback.</summary>
    /// <param name="view">What visitors see.</param>
    /// <param name="message">The message.</param>
    /// <param name="given">What was said about it.</param>
    /// <param name="agent">The author of the reader's ratings.</param>
    public static AgentMessageView Of(MessageView view, Message message, MessageFeedback given, string agent) => new(
        view.Id,
        view.Number,
        view.Role,
        view.Author,
        view.Text,
        view.State,
        view.Sequence,
        view.CreatedAt,
        view.Citations,
        PassageList.All(message.Passages),
        NameOf(given.Ratings.LastOrDefault(rating => rating.Visitor == agent)),
        NameOf(given.Ratings.LastOrDefault(rating => !AgentAuthor.Is(rating.Visitor))),
        [.. given.Flags.Select(flag => flag.Label).Distinct()],
        given.Suggestions.Count > 0 ? given.Suggestions[^1].Text : null,
        given.Corrections.Count > 0 ? given.Corrections[^1].Text : null,
        view.Version,
        view.ReplacedBy);

    private static string? NameOf(Rating? rating) => rating switch
    {
        null => null,
        { Direction: RatingDirection.Up } => "up",
        _ => "down",
    };
}
