namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Finds headings, paragraphs and list items in a PDF file's lines.</summary>
internal static class PdfSections
{
    private const double LargerByAtLeast = 1.12;
    private const int LongestHeading = 120;

    public static void Write(PdfLines lines, BlockWriter writer)
    {
        // Larger letters are outer headings; bold ones of the body's size are the innermost.
        double[] sizes = [.. lines.All.Where(line => IsLarge(line, lines))
            .Select(line => Math.Round(line.Size, 1)).Distinct().OrderDescending()];
        List<PdfLine> open = [];
        foreach (PdfLine line in lines.All)
        {
            if (open.Count > 0 && !Continues(open[^1], line, lines))
            {
                Close(open, lines, sizes, writer);
            }

            open.Add(line);
        }

        Close(open, lines, sizes, writer);
    }

    private static bool Continues(PdfLine before, PdfLine line, PdfLines lines) => before.Page == line.Page
        && before.Block == line.Block
        && IsHeading(before, lines) == IsHeading(line, lines)
        && (!IsHeading(line, lines) || Math.Abs(before.Size - line.Size) < 0.5);

    private static void Close(List<PdfLine> open, PdfLines lines, double[] sizes, BlockWriter writer)
    {
        if (open.Count == 0)
        {
            return;
        }

        writer.Page = open[0].Page;
        if (IsHeading(open[0], lines) && open.Sum(line => line.Text.Length) <= LongestHeading)
        {
            int size = Array.IndexOf(sizes, Math.Round(open[0].Size, 1));
            writer.Heading(size < 0 ? sizes.Length + 1 : size + 1, string.Join(' ', open.Select(line => line.Text)));
        }
        else
        {
            foreach ((BlockKind kind, string text) in ListLines.Split(open.Select(line => line.Text)))
            {
                writer.Add(kind, text);
            }
        }

        open.Clear();
    }

    private static bool IsHeading(PdfLine line, PdfLines lines) => line.Text.Length <= LongestHeading
        && line.Text.Any(char.IsLetter)
        && (IsLarge(line, lines) || (line.Bold && line.Size >= lines.BodySize - 0.5 && !line.Text.TrimEnd().EndsWith('.')));

    private static bool IsLarge(PdfLine line, PdfLines lines) => line.Size >= lines.BodySize * LargerByAtLeast;
}
