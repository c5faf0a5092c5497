using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Reads a PDF file's text layer in reading order, column by column. Headings are told by their size, running heads and
/// page numbers by their coming back on page after page.
/// </summary>
internal static class PdfReader
{
    private const int MostPages = 3000;
    private const int MostStackDepth = 64;

    /// <exception cref="DocumentRefusedException">It is encrypted, malformed, or has no text layer.</exception>
    public static ParsedDocument Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using PdfDocument pdf = PdfDocument.Open(
                content.ToArray(), new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MostStackDepth });
            if (pdf.NumberOfPages > MostPages)
            {
                throw new DocumentRefusedException($"has more than {MostPages} pages; split it");
            }

            PdfLines lines = PdfLines.Of(pdf);
            if (lines.All.Count == 0)
            {
                throw new DocumentRefusedException("has no text layer; run text recognition (OCR) over it first");
            }

            string? title = BlockWriter.OnOneLine(pdf.Information.Title ?? "") is { Length: > 0 } given ? given : null;
            BlockWriter writer = new(title);
            PdfSections.Write(lines, writer);
            return new()
            {
                Title = title ?? writer.FirstHeading,
                Language = DocumentFields.Language(LanguageOf(pdf)),
                Metadata = DocumentFields.Others(new Dictionary<string, string>
                {
                    ["author"] = pdf.Information.Author ?? "",
                    ["subject"] = pdf.Information.Subject ?? "",
                    ["keywords"] = pdf.Information.Keywords ?? "",
                }),
                Blocks = writer.Blocks,
            };
        }
        catch (PdfDocumentEncryptedException error)
        {
            throw new DocumentRefusedException("is encrypted; save it without a password", error);
        }
        catch (Exception error) when (IsMalformed(error))
        {
            throw new DocumentRefusedException($"is a malformed PDF file: {error.Message}", error);
        }
    }

    private static string? LanguageOf(PdfDocument pdf) =>
        pdf.Structure.Catalog.CatalogDictionary.TryGet(
            UglyToad.PdfPig.Tokens.NameToken.Lang, out UglyToad.PdfPig.Tokens.IToken token)
            ? (token as UglyToad.PdfPig.Tokens.StringToken)?.Data
            : null;

    // The library reports faults of a file by many types; what is not the file's fault is none of these.
    private static bool IsMalformed(Exception error) => error is PdfDocumentFormatException or PdfDocumentStackDepthException
        or InvalidOperationException
        or ArgumentException or FormatException or IndexOutOfRangeException or KeyNotFoundException or NullReferenceException
        or InvalidCastException or NotSupportedException or OverflowException or IOException or InvalidDataException
        or InsufficientExecutionStackException;
}
