namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>A line of a PDF page.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Block">The block of lines on the page that it belongs to, from 0 in reading order.</param>
/// <param name="Text">Its text.</param>
/// <param name="Size">The size of its letters in points.</param>
/// <param name="Bold">Whether all its letters are bold.</param>
/// <param name="Height">How high on the page it stands, from 0 at the bottom to 1 at the top.</param>
internal sealed record PdfLine(int Page, int Block, string Text, double Size, bool Bold, double Height);
