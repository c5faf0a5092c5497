namespace AssistantLoop.App.Answers;

/// <summary>One step of an answer, as clients see it.</summary>
/// <param name="Kind">started, text, completed, stopped or failed.</param>
/// <param name="MessageId">The answer's id.</param>
/// <param name="Sequence">The number of the last piece included; a client resumes after it.</param>
/// <param name="Text">With text: the piece. With completed and stopped: the whole answer.</param>
/// <param name="Citations">With completed and stopped: the cited passages.</param>
/// <param name="Version">The number of the version that answers.</param>
/// <param name="VisitorMessageId">With started: the question's id.</param>
/// <param name="Error">With failed: the cause.</param>
public sealed record AnswerEvent(
    string Kind,
    Guid MessageId,
    int Sequence,
    string? Text = null,
    IReadOnlyList<CitationView>? Citations = null,
    int? Version = null,
    Guid? VisitorMessageId = null,
    ErrorView? Error = null)
{
    /// <summary>With completed: the actions that the answer proposes.</summary>
    public IReadOnlyList<ActionView> Actions { get; init; } = [];
}

/// <summary>A typed error.</summary>
public sealed record ErrorView(string Code, string Detail, int? RetryAfterSeconds = null);

/// <summary>A cited passage, as clients see it.</summary>
/// <param name="Number">Its number in the answer.</param>
/// <param name="Title">The headings above the passage.</param>
/// <param name="Text">The passage.</param>
/// <param name="Path">The document's path.</param>
/// <param name="Anchor">The heading's anchor in the document, or empty.</param>
/// <param name="PassageId">The passage's id.</param>
/// <param name="Page">The page it begins on, from 1; null where the document has none.</param>
/// <param name="Source">The document's address, which a visitor may open; null where it has none.</param>
public sealed record CitationView(
    int Number, string Title, string Text, string Path, string Anchor, string PassageId, int? Page, string? Source);
