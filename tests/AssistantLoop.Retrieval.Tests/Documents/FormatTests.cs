using System.Text;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

/// <summary>The formats that are text: Markdown, plain text, CSV, JSON lines.</summary>
public sealed class FormatTests
{
    [Fact]
    public void Front_matter_gives_title_language_address_and_metadata()
    {
        ParsedDocument document = Parse(FileFormat.Markdown, """
            ---
            title: "Returns: how"
            language: en-GB
            url: https://shop.example/returns
            audience: business
            tags: [a, b]
            version: 3
            ---
            ## Refunds
            Five days.
            """);

        Assert.Equal(("Returns: how", "en", "https://shop.example/returns"), (document.Title, document.Language, document.Source));
        Assert.Equal("audience=business version=3", string.Join(' ', document.Metadata.Select(field => $"{field.Key}={field.Value}").Order()));
        TextBlock block = Assert.Single(document.Blocks);
        Assert.Equal("Returns: how > Refunds", string.Join(" > ", block.Headings));
        Assert.Equal("Five days.", block.Text);
    }

    [Theory]
    [InlineData("---\nnot: [closed\n---\ntext")]
    [InlineData("---\na: b\n c: d\n---\ntext")]
    public void Malformed_front_matter_is_refused(string markdown) =>
        Assert.Contains("are not YAML", Refused(FileFormat.Markdown, markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData("---\nA rule, no fields\n---\ntext")]
    [InlineData("---\nnever closed")]
    [InlineData("text\n\n---\n\na: b\n")]
    public void Rules_are_no_front_matter(string markdown)
    {
        ParsedDocument document = Parse(FileFormat.Markdown, markdown);

        Assert.Empty(document.Metadata);
        Assert.NotEmpty(document.Blocks);
    }

    [Fact]
    public void Fields_that_nest_or_repeat_themselves_without_end_cost_nothing()
    {
        string bomb = "a: &a [x,x]\n" + string.Concat(Enumerable.Range(0, 30).Select(at => $"k{at}: [*a,*a]\n"));
        string deep = "deep: " + new string('[', 5000) + new string(']', 5000) + "\n";

        Assert.Equal("t", Parse(FileFormat.Markdown, $"---\n{bomb}title: t\n---\ntext").Title);
        Assert.Equal("t", Parse(FileFormat.Markdown, $"---\n{deep}title: t\n---\ntext").Title);
    }

    [Fact]
    public void Markdown_that_nests_without_end_is_refused() =>
        Assert.Contains("nested too deeply", Refused(FileFormat.Markdown, new string('>', 20_000) + " deep"), StringComparison.Ordinal);

    [Fact]
    public void A_nested_list_has_items_of_its_own()
    {
        ParsedDocument document = Parse(FileFormat.Markdown, "- Parcels\n  - small\n  - large\n- Freight");

        Assert.Equal(["Parcels", "small", "large", "Freight"], document.Blocks.Select(block => block.Text));
        Assert.All(document.Blocks, block => Assert.Equal(BlockKind.ListItem, block.Kind));
    }

    [Fact]
    public void Plain_text_has_paragraphs_and_lists()
    {
        ParsedDocument document = Parse(FileFormat.Text, "We ship\nwith care:\n- small par-\ncels\n- benches\n\r\n\r\nUntil noon.");

        Assert.Equal(
            [(BlockKind.Paragraph, "We ship with care:"), (BlockKind.ListItem, "small parcels"), (BlockKind.ListItem, "benches"), (BlockKind.Paragraph, "Until noon.")],
            document.Blocks.Select(block => (block.Kind, block.Text)));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        DocumentRefusedException refused = Assert.Throws<DocumentRefusedException>(
            () => DocumentParser.Parse(FileFormat.Text, new byte[] { 0x41, 0xff, 0x41 }));

        Assert.Equal("is not UTF-8 text", refused.Message);
    }

    [Fact]
    public void Text_with_a_mark_of_its_byte_order_is_read() =>
        Assert.Equal("Größe", Assert.Single(DocumentParser.Parse(FileFormat.Text, (byte[])[.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Größe")]).Blocks).Text);

    [Theory]
    [InlineData("Question,Answer\nHow long?,\"Five days, at most.\"\nHow much?,Nothing.\n")]
    [InlineData("id;Antwort;Frage\n1;Five days, at most.;How long?\n2;Nothing.;How much?\n")]
    public void A_table_of_questions_is_a_section_a_question(string csv)
    {
        ParsedDocument document = Parse(FileFormat.Csv, csv);

        Assert.Equal(["How long?", "How much?"], document.Blocks.Select(block => Assert.Single(block.Headings)));
        Assert.Equal(["Five days, at most.", "Nothing."], document.Blocks.Select(block => block.Text));
        Assert.Equal(["row-1", "row-2"], document.Blocks.Select(block => block.Anchor));
    }

    [Fact]
    public void Another_table_is_a_section_a_row()
    {
        ParsedDocument document = Parse(FileFormat.Csv, "name,price,colour\nHeron can,24 euros,\nBadger spade,48 euros,\"grey\nor green\"\n");

        Assert.Equal(["price: 24 euros", "price: 48 euros, colour: grey or green"], document.Blocks.Select(block => block.Text));
        Assert.Equal(["Heron can", "Badger spade"], document.Blocks.Select(block => Assert.Single(block.Headings)));
    }

    [Fact]
    public void A_row_is_never_packed_with_another()
    {
        ParsedDocument document = Parse(FileFormat.Csv, "size,price\nsmall,3\nlarge,5\n");

        Assert.Equal(["size: small, price: 3", "size: large, price: 5"], new PassageSplitter(Words.Count).Split(document, "prices").Select(passage => passage.Text));
    }

    [Fact]
    public void A_table_with_a_broken_quote_is_refused_with_its_line() =>
        Assert.StartsWith("is not CSV: line ", Refused(FileFormat.Csv, "a,b\n1,x\"y\"z\n\"2,3"), StringComparison.Ordinal);

    [Fact]
    public void A_json_line_is_a_pair_a_text_or_fields()
    {
        ParsedDocument document = Parse(FileFormat.JsonLines, """
            {"question":"How long?","answer":"Five days."}

            {"title":"Heron can","text":"It holds 5 litres.","url":"https://shop.example/heron","sizes":["S","L"]}
            {"product":{"name":"Spade","price":48},"note":null}
            """);

        Assert.Equal(
            [
                "line-1|How long?|Five days.",
                "line-3|Heron can|It holds 5 litres.",
                "line-3|Heron can|url: https://shop.example/heron, sizes: S, L",
                "line-4||product.name: Spade, product.price: 48",
            ],
            document.Blocks.Select(block => $"{block.Anchor}|{string.Join(" > ", block.Headings)}|{block.Text}"));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":", "line 2 is not JSON")]
    [InlineData("[1,2]", "line 1 is no JSON object")]
    public void A_broken_json_line_is_refused_with_its_number(string lines, string reason) =>
        Assert.StartsWith(reason, Refused(FileFormat.JsonLines, lines), StringComparison.Ordinal);

    [Fact]
    public void Json_that_nests_without_end_is_refused() => Assert.StartsWith(
        "line 1 is not JSON",
        Refused(FileFormat.JsonLines, string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("faq.CSV", FileFormat.Csv)]
    [InlineData("a/b.jsonl", FileFormat.JsonLines)]
    [InlineData("page.htm", FileFormat.Html)]
    [InlineData("logo.svg", null)]
    public void A_format_is_known_by_its_ending(string name, FileFormat? format) => Assert.Equal(format, FileFormats.ByName(name));

    private static ParsedDocument Parse(FileFormat format, string text) => DocumentParser.Parse(format, Encoding.UTF8.GetBytes(text));

    private static string Refused(FileFormat format, string text) =>
        Assert.Throws<DocumentRefusedException>(() => Parse(format, text)).Message;
}
