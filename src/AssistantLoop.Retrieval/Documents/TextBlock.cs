namespace AssistantLoop.Retrieval.Documents;

/// <summary>A paragraph, list item or table row of a document, with its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text on one line.</param>
/// <param name="Headings">The headings above it, from the outermost.</param>
/// <param name="Anchor">The place in the document that a citation links to, or empty.</param>
/// <param name="Page">The page it begins on, from 1; null where the document has no pages.</param>
public sealed record TextBlock(
    BlockKind Kind, string Text, IReadOnlyList<string> Headings, string Anchor, int? Page = null)
{
    /// <summary>Whether both stand under the same heading of the document.</summary>
    public bool IsInSectionOf(TextBlock other) => Anchor == other.Anchor
        && (ReferenceEquals(Headings, other.Headings) || Headings.SequenceEqual(other.Headings));
}
