using System.IO.Compression;
using System.Text;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Documents.Formats;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class PdfTests
{
    [Fact]
    public void Headings_paragraphs_lists_and_pages_are_found()
    {
        ParsedDocument document = Parse(TestPdf.Write(
        [
            [
                (20, 720, "Heron manual"), (14, 680, "Care"), (11, 655, "Rinse the can with clear water every month. It keeps the rose from clog-"),
                (11, 641, "ging, as the makers say."), (11, 610, "- soft cloth"), (11, 596, "- clear water"),
            ],
            [(14, 720, "Warranty"), (11, 695, "The can comes with a warranty of 5 years from the day of its purchase.")],
        ], "/Title (The Heron) /Author (Alder and Finch)"));

        Assert.Equal(("The Heron", "en", "Alder and Finch"), (document.Title, document.Language, document.Metadata["author"]));
        Assert.Equal(
            [
                "Heron manual > Care|Paragraph|1|Rinse the can with clear water every month. It keeps the rose from clogging, as the makers say.",
                "Heron manual > Care|ListItem|1|soft cloth",
                "Heron manual > Care|ListItem|1|clear water",
                "Heron manual > Warranty|Paragraph|2|The can comes with a warranty of 5 years from the day of its purchase.",
            ],
            document.Blocks.Select(block => $"{string.Join(" > ", block.Headings)}|{block.Kind}|{block.Page}|{block.Text}"));
    }

    [Fact]
    public void Running_heads_and_page_numbers_are_left_out()
    {
        ParsedDocument document = Parse(TestPdf.Write([.. Enumerable.Range(1, 4).Select(page => new (double, double, string)[]
        {
            (9, 770, "Alder & Finch price list"), (11, 600, $"This is the text of page number {page}, and it is long enough."), (9, 20, $"Page {page} of 4"),
        })]));

        Assert.Equal(4, document.Blocks.Count);
        Assert.DoesNotContain(document.Blocks, block => block.Text.Contains("price list", StringComparison.Ordinal) || block.Text.Contains("of 4", StringComparison.Ordinal));
        Assert.Equal([1, 2, 3, 4], document.Blocks.Select(block => block.Page));
    }

    [Fact]
    public void Columns_are_read_one_after_the_other()
    {
        StringBuilder content = new();
        for (int line = 0; line < 12; line++)
        {
            content.Append($"BT /F1 10 Tf 60 {700 - (12 * line)} Td (left line {line} of the first column) Tj ET\n");
            content.Append($"BT /F1 10 Tf 340 {700 - (12 * line)} Td (right line {line} of the second column) Tj ET\n");
        }

        string text = string.Join(' ', Parse(OnePage(content.ToString())).Blocks.Select(block => block.Text));

        Assert.True(text.IndexOf("left line 11", StringComparison.Ordinal) < text.IndexOf("right line 0", StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_scan_without_text_is_refused_with_what_to_do() =>
        Assert.Contains("run text recognition", Refused(OnePage("0 0 100 100 re f\n")), StringComparison.Ordinal);

    [Fact]
    public void An_encrypted_file_is_refused()
    {
        byte[] file = TestPdf.File(
            [
                "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>",
                $"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('1', 64)}> /U <{new string('2', 64)}> >>",
            ],
            "/Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]");

        Assert.Equal("is encrypted; save it without a password", Refused(file));
    }

    [Theory]
    [InlineData("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [2 0 R] >>")]
    [InlineData("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [3 0 R] >>", "<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [2 0 R] >>")]
    [InlineData("<< /Type /Catalog /Pages 2 0 R >>", "2 0 R")]
    [InlineData("1 0 R", "<< >>")]
    public void References_that_go_round_in_a_circle_are_refused(params string[] objects) =>
        Assert.NotEmpty(Refused(TestPdf.File(objects, "/Root 1 0 R")));

    [Fact]
    public void A_form_that_draws_itself_ends()
    {
        string form = "/X1 Do";
        byte[] file = TestPdf.File(
            [
                "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X1 4 0 R >> >> /Contents 5 0 R >>",
                $"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 4 0 R >> >> /Length {form.Length} >>\nstream\n{form}\nendstream",
                $"<< /Length {form.Length} >>\nstream\n{form}\nendstream",
            ],
            "/Root 1 0 R");

        Assert.NotEmpty(Refused(file));
    }

    [Theory]
    [InlineData("P\uFB02ege und E\uFB03zienz", "Pflege und Effizienz")]
    [InlineData("\uFB01le o\uFB00 wa\uFB04e \uFB06ill", "file off waffle still")]
    public void Letters_that_a_font_draws_as_one_are_letters_again(string drawn, string text) => Assert.Equal(text, Ligatures.Apart(drawn));

    [Fact]
    public void Compressed_text_is_read()
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write("BT /F1 11 Tf 72 700 Td (Packed words are read.) Tj ET"u8);
        }

        string stream = Encoding.Latin1.GetString(packed.ToArray());
        byte[] file = TestPdf.File(
            [
                "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                $"<< /Filter /FlateDecode /Length {stream.Length} >>\nstream\n{stream}\nendstream",
            ],
            "/Root 1 0 R");

        Assert.Equal("Packed words are read.", Assert.Single(Parse(file).Blocks).Text);
    }

    [Fact]
    public void A_damaged_file_is_refused_or_read_wherever_it_breaks_off()
    {
        byte[] whole = TestPdf.Write("Heading", "Some text that may be lost.");
        for (int length = 0; length < whole.Length; length += 11)
        {
            try
            {
                Assert.NotNull(Parse(whole[..length]));
            }
            catch (DocumentRefusedException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    private static byte[] OnePage(string content) => TestPdf.File(
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            $"<< /Length {content.Length} >>\nstream\n{content}endstream",
        ],
        "/Root 1 0 R");

    private static ParsedDocument Parse(byte[] file) => DocumentParser.Parse(FileFormat.Pdf, file);

    private static string Refused(byte[] file) => Assert.Throws<DocumentRefusedException>(() => Parse(file)).Message;
}
