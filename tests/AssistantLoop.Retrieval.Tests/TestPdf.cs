using System.Globalization;
using System.Text;

namespace AssistantLoop.Retrieval.Tests;

/// <summary>Writes small PDF files by hand: Helvetica, one text object a page.</summary>
internal static class TestPdf
{
    /// <summary>One page: a heading of 20 points and a line of 11.</summary>
    public static byte[] Write(string heading, string text) => Write([[(20, 720, heading), (11, 690, text)]]);

    /// <summary>Pages of lines: size in points, height on the page in points from its foot, text.</summary>
    public static byte[] Write(IReadOnlyList<(double Size, double Y, string Text)[]> pages, string info = "")
    {
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
            $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, at) => $"{(2 * at) + 4} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        foreach ((double Size, double Y, string Text)[] lines in pages)
        {
            string content = string.Concat(lines.Select(line => string.Create(
                CultureInfo.InvariantCulture, $"BT /F1 {line.Size} Tf 72 {line.Y} Td ({line.Text.Replace("(", "\\(").Replace(")", "\\)")}) Tj ET\n")));
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {objects.Count + 2} 0 R >>");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}endstream");
        }

        objects.Add($"<< {info} >>");
        return File(objects, $"/Root 1 0 R /Info {objects.Count} 0 R");
    }

    /// <summary>A file of these objects, numbered from 1.</summary>
    public static byte[] File(IReadOnlyList<string> objects, string trailer)
    {
        StringBuilder file = new("%PDF-1.4\n");
        List<int> offsets = [];
        for (int at = 0; at < objects.Count; at++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{at + 1} 0 obj\n{objects[at]}\nendobj\n");
        }

        int start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
