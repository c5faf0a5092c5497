namespace AssistantLoop.Storage.Documents;

/// <summary>A part of a document, to be stored.</summary>
/// <param name="TitlePath">The headings above it, as the caller joins them.</param>
/// <param name="Text">Its text.</param>
/// <param name="Anchor">The place in the document that a citation links to.</param>
/// <param name="Page">The page it begins on, from 1; null where the document has no pages.</param>
public sealed record NewPassage(string TitlePath, string Text, string Anchor, int? Page = null);
