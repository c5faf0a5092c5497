using System.Text.RegularExpressions;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;
using LayoutBlock = UglyToad.PdfPig.DocumentLayoutAnalysis.TextBlock;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>A PDF file's lines in reading order, without running heads and feet.</summary>
/// <param name="All">The lines.</param>
/// <param name="BodySize">The size that most letters have, in points.</param>
internal sealed partial record PdfLines(IReadOnlyList<PdfLine> All, double BodySize)
{
    private const double Margin = 0.12;
    private const int FewestRepeats = 3;

    public static PdfLines Of(PdfDocument pdf)
    {
        List<PdfLine> lines = [];
        long characters = 0;
        foreach (Page page in pdf.GetPages())
        {
            foreach (PdfLine line in LinesOf(page))
            {
                lines.Add(line);
                characters += line.Text.Length;
            }

            if (characters > BlockWriter.MostCharacters)
            {
                throw new DocumentRefusedException($"holds more than {BlockWriter.MostCharacters} characters; split it");
            }
        }

        HashSet<string> running = RunningOf(lines);
        List<PdfLine> own = [.. lines.Where(line => !IsInMargin(line) || !running.Contains(KeyOf(line)))];
        double body = own.Count == 0 ? 0 : own
            .GroupBy(line => Math.Round(line.Size, 1))
            .MaxBy(size => size.Sum(line => line.Text.Length))!.Key;
        return new(own, body);
    }

    private static IEnumerable<PdfLine> LinesOf(Page page)
    {
        List<Word> words = [.. page.GetWords(NearestNeighbourWordExtractor.Instance).Where(word => !string.IsNullOrWhiteSpace(word.Text))];
        if (words.Count == 0)
        {
            yield break;
        }

        IEnumerable<LayoutBlock> blocks = UnsupervisedReadingOrderDetector.Instance.Get(DocstrumBoundingBoxes.Instance.GetBlocks(words));
        int number = 0;
        foreach (LayoutBlock block in blocks)
        {
            foreach (TextLine line in block.TextLines)
            {
                Letter[] letters = [.. line.Words.SelectMany(word => word.Letters)];
                yield return new(
                    page.Number,
                    number,
                    Ligatures.Apart(line.Text),
                    letters.Select(letter => letter.PointSize).Order().ElementAt(letters.Length / 2),
                    letters.All(letter => letter.FontName?.Contains("bold", StringComparison.OrdinalIgnoreCase) ?? false),
                    page.Height <= 0 ? 0.5 : line.BoundingBox.Centroid.Y / page.Height);
            }

            number++;
        }
    }

    // "Page 3 of 12" comes back as itself once its numbers are left out.
    private static HashSet<string> RunningOf(List<PdfLine> lines) => lines
        .Where(IsInMargin)
        .GroupBy(KeyOf)
        .Where(same => same.Select(line => line.Page).Distinct().Count() >= FewestRepeats)
        .Select(same => same.Key)
        .ToHashSet();

    private static bool IsInMargin(PdfLine line) => line.Height is < Margin or > 1 - Margin;

    private static string KeyOf(PdfLine line) => Digits().Replace(line.Text, "#") + (line.Height > 0.5 ? "^" : "_");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
