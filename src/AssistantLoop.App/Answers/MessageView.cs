using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>A conversation, as clients see it.</summary>
public sealed record ConversationView(Guid Id, IReadOnlyList<MessageView> Messages);

/// <summary>A message, as clients see it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Role">visitor or assistant.</param>
/// <param name="Text">What it says so far.</param>
/// <param name="State">streaming, complete, stopped or failed.</param>
/// <param name="Sequence">The number of the last piece in the text; a client resumes after it.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="Citations">The passages that it cites.</param>
/// <param name="Rating">up, down, or null, by the visitor who asks.</param>
/// <param name="Version">The number of the version that answered.</param>
public sealed record MessageView(
    Guid Id,
    string Role,
    string Text,
    string State,
    int Sequence,
    DateTimeOffset CreatedAt,
    IReadOnlyList<CitationView> Citations,
    string? Rating,
    int? Version)
{
    /// <summary>The actions that it proposes.</summary>
    public IReadOnlyList<ActionView> Actions { get; init; } = [];

    /// <summary>The state's name on the wire.</summary>
    public static string NameOf(MessageState state) => state switch
    {
        MessageState.Streaming => "streaming",
        MessageState.Complete => "complete",
        MessageState.Stopped => "stopped",
        _ => "failed",
    };
}
