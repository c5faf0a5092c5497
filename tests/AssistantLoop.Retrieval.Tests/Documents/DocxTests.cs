using System.IO.Compression;
using System.Text;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class DocxTests
{
    [Fact]
    public void Headings_lists_tables_and_pages_are_kept()
    {
        ParsedDocument document = Parse(TestDocx.Write(
            Paragraph("Guide", style: "Titel")
            + Paragraph("Shipping", style: "berschrift1")
            + Paragraph("We ship to:")
            + Paragraph("Ireland", list: true) + Paragraph("Belgium", list: true)
            + "<w:p><w:pPr><w:pStyle w:val=\"Special\"/></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>Prices</w:t></w:r></w:p>"
            + $"<w:tbl><w:tr>{Cell("Country")}{Cell("Price")}</w:tr><w:tr>{Cell("Ireland")}{Cell("4 euros")}</w:tr></w:tbl>"
            + "<w:p><w:r><w:t xml:space=\"preserve\">It is </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins><w:r><w:t>always</w:t></w:r></w:ins><w:r><w:tab/><w:t>so.</w:t></w:r></w:p>"
            + "<w:p><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:r><w:t>Boxed.</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>Boxed.</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>",
            ("word/styles.xml", TestDocx.Styles(
                "<w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>"
                + "<w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 2\"/></w:style>"
                + "<w:style w:styleId=\"Base\"><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
                + "<w:style w:styleId=\"Special\"><w:name w:val=\"My own\"/><w:basedOn w:val=\"Base\"/></w:style>")),
            ("docProps/core.xml", """
                <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
                <dc:title>The guide</dc:title><dc:creator>Mara Quill</dc:creator><dc:language>en-IE</dc:language><cp:keywords>parcels</cp:keywords></cp:coreProperties>
                """)));

        Assert.Equal(("The guide", "en"), (document.Title, document.Language));
        Assert.Equal(("Mara Quill", "parcels"), (document.Metadata["author"], document.Metadata["keywords"]));
        Assert.Equal(
            [
                "Guide > Shipping|Paragraph|1|We ship to:",
                "Guide > Shipping|ListItem|1|Ireland",
                "Guide > Shipping|ListItem|1|Belgium",
                "Guide > Prices|TableRow|2|Country: Ireland, Price: 4 euros",
                "Guide > Prices|Paragraph|2|It is always so.",
                "Guide > Prices|Paragraph|2|Boxed.",
            ],
            document.Blocks.Select(block => $"{string.Join(" > ", block.Headings)}|{block.Kind}|{block.Page}|{block.Text}"));
    }

    [Fact]
    public void Styles_that_rest_on_one_another_in_a_circle_end() =>
        Assert.Equal("text", Assert.Single(Parse(TestDocx.Write(
            Paragraph("text", style: "A"),
            ("word/styles.xml", TestDocx.Styles("<w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style><w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>"))))
            .Blocks).Text);

    [Fact]
    public void Entity_loops_are_refused() =>
        Assert.Contains("entity loops", Refused(TestDocx.Zip(
            ("[Content_Types].xml", TestDocx.Types),
            ("word/document.xml", "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + TestDocx.Document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")))),
            StringComparison.Ordinal);

    [Fact]
    public void External_entities_are_refused() =>
        Assert.Contains("declares a document type", Refused(TestDocx.Zip(
            ("word/document.xml", "<!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + TestDocx.Document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")))),
            StringComparison.Ordinal);

    [Fact]
    public void Xml_that_nests_without_end_is_refused() =>
        Assert.Contains("nests more than 256", Refused(TestDocx.Write(
            string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 50_000)) + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 50_000)))),
            StringComparison.Ordinal);

    [Fact]
    public void A_zip_bomb_is_refused_by_what_it_unpacks_to() =>
        Assert.Contains("as zip bombs are", Refused(TestDocx.Zip(CompressionLevel.Optimal, ("word/media/bomb.xml", new string(' ', 64 << 20)))), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_of_many_fair_parts_is_refused_by_their_sum()
    {
        // Random words that come back pack some dozen times, which no part is refused for.
        Random random = new(7);
        string[] words = [.. Enumerable.Range(0, 16).Select(_ => new string('a', random.Next(1, 40)) + (char)random.Next('b', 'z'))];
        string part = string.Concat(Enumerable.Range(0, 600_000).Select(_ => words[random.Next(words.Length)]));

        Assert.Contains("unpacks to more than 128 MiB", Refused(TestDocx.Write("", [.. Enumerable.Range(0, 12).Select(at => ($"word/media/{at}.xml", part))])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_too_many_entries_is_refused() =>
        Assert.Contains("more than 4000 entries", Refused(TestDocx.Write("", [.. Enumerable.Range(0, 4000).Select(at => ($"x/{at}", ""))])), StringComparison.Ordinal);

    [Theory]
    [InlineData("../../etc/cron.d/evil")]
    [InlineData("word/../../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\evil")]
    [InlineData("..\\evil")]
    public void An_entry_that_points_out_of_the_archive_is_refused(string name) =>
        Assert.Contains("points out of the archive", Refused(TestDocx.Write(Paragraph("text"), (name, "x"))), StringComparison.Ordinal);

    [Fact]
    public void A_link_in_the_archive_is_refused()
    {
        using MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry link = archive.CreateEntry("word/media/link");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using Stream target = link.Open();
            target.Write("/etc/passwd"u8);
        }

        Assert.Contains("holds a link", Refused(file.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no zip", "is no .docx file")]
    [InlineData("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "is encrypted, or in Word's format of before 2007")]
    public void What_is_no_document_is_refused(string bytes, string reason) =>
        Assert.StartsWith(reason, Refused(Encoding.Latin1.GetBytes(bytes)), StringComparison.Ordinal);

    [Fact]
    public void A_damaged_document_is_refused_wherever_it_breaks_off()
    {
        byte[] whole = TestDocx.Write(Paragraph("text"));
        for (int length = 0; length < whole.Length; length += 7)
        {
            Assert.NotEmpty(Refused(whole[..length]));
        }
    }

    private static ParsedDocument Parse(byte[] file) => DocumentParser.Parse(FileFormat.Docx, file);

    private static string Refused(byte[] file) => Assert.Throws<DocumentRefusedException>(() => Parse(file)).Message;

    private static string Paragraph(string text, string? style = null, bool list = false) =>
        "<w:p><w:pPr>" + (style is null ? "" : $"<w:pStyle w:val=\"{style}\"/>")
        + (list ? "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>" : "")
        + $"</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Cell(string text) => $"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>";
}
