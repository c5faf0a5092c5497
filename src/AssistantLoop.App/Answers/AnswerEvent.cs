using System.Text.Json.Serialization;

namespace AssistantLoop.App.Answers;

/// <summary>One step of an answer, as clients see it.</summary>
/// <param name="Kind">started, text, completed, stopped or failed.</param>
/// <param name="MessageId">The answer's id.</param>
/// <param name="Sequence">The number of the last piece included; a client resumes after it.</param>
/// <param name="Text">With text: the next of it. With completed, stopped and failed: the whole answer as it is stored.</param>
/// <param name="Citations">With completed, stopped and failed: the cited passages.</param>
/// <param name="Version">The number of the version that answers.</param>
/// <param name="VisitorMessageId">With started: the question's id.</param>
/// <param name="Error">With failed: the cause.</param>
/// <param name="Actions">With completed: the actions that the answer proposes.</param>
public sealed record AnswerEvent(
    string Kind,
    Guid MessageId,
    int Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CitationView>? Citations = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? VisitorMessageId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ErrorView? Error = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ActionView>? Actions = null);

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
