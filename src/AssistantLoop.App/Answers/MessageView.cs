using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>A message, as clients see it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Number">Its place in the conversation, from 1.</param>
/// <param name="Role">visitor, assistant, agent or note.</param>
/// <param name="Text">What it says so far.</param>
/// <param name="State">streaming, complete, stopped or failed.</param>
/// <param name="Sequence">The number of the last piece in the text; a client resumes after it.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="Citations">The passages that it cites.</param>
/// <param name="Rating">up, down, or null, by the visitor who asks.</param>
/// <param name="Version">The number of the version that answered.</param>
public sealed record MessageView(
    Guid Id,
    int Number,
    string Role,
    string Text,
    string State,
    int Sequence,
    DateTimeOffset CreatedAt,
    IReadOnlyList<CitationView> Citations,
    string? Rating,
    int? Version)
{
    /// <summary>The agent who wrote it, or of whom a note tells.</summary>
    public string? Author { get; init; }

    /// <summary>Of a note: handed-over, waiting, taken or returned, so that a page may say it in its own language.</summary>
    public string? Note { get; init; }

    /// <summary>Of an answer: the message that it answers.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>What stands in the place of a regenerated answer or an edited message; pages hide what is replaced.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>The actions that an answer proposes.</summary>
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
