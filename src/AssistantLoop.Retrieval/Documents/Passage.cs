namespace AssistantLoop.Retrieval.Documents;

/// <summary>A piece of a document that can be found, shown to the model and cited.</summary>
/// <param name="Id">Stable id within the tenant.</param>
/// <param name="Path">The document's path, relative to the ingested folder.</param>
/// <param name="Title">The headings above the text, joined by " > ".</param>
/// <param name="Text">The text on one line.</param>
/// <param name="Anchor">The heading's anchor in the document, or empty.</param>
/// <param name="Page">The page it begins on, from 1; null where the document has no pages.</param>
/// <param name="Source">The document's address, where it was fetched from one.</param>
/// <param name="Language">The document's language as a two-letter code, where it was told.</param>
public sealed record Passage(
    string Id,
    string Path,
    string Title,
    string Text,
    string Anchor,
    int? Page = null,
    string? Source = null,
    string? Language = null);
