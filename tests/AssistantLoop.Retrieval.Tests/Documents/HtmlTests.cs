using System.Text;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class HtmlTests
{
    [Fact]
    public void A_page_gives_its_own_text_with_its_structure()
    {
        ParsedDocument page = Parse("""
            <!doctype html><html lang="de-AT"><head><title>Rückgabe | Laden</title>
            <link rel="canonical" href="https://shop.example/returns"><meta name="description" content="Alles zur Rückgabe">
            <style>p{}</style><script>var x = "<p>no</p>";</script></head>
            <body><header><p>Logo</p></header><nav><a href="/">Home</a></nav>
            <main><h1>Rückgabe</h1><p>Innerhalb von <b>30</b>&nbsp;Tagen.<br>Immer.</p>
            <h2 id="cost">Kosten</h2>Frei<div>Für alle.</div>
            <ul><li>klein<ul><li>sehr klein</li></ul></li><li><p>groß</p></li></ul>
            <table><tr><th>Land</th><th>Preis</th></tr><tr><td>Irland</td><td>4 €</td></tr></table>
            <dl><dt>Frist</dt><dd>30 Tage</dd></dl>
            <details><summary>Und dann?</summary><p>Geld zurück.</p></details>
            <p hidden>geheim</p><p style="display: none">auch geheim</p><form><p>Feld</p></form></main>
            <footer>Impressum</footer></body></html>
            """);

        Assert.Equal(("Rückgabe | Laden", "de", "https://shop.example/returns"), (page.Title, page.Language, page.Source));
        Assert.Equal("Alles zur Rückgabe", page.Metadata["description"]);
        Assert.Equal(
            [
                "Rückgabe||Innerhalb von 30 Tagen. Immer.",
                "Rückgabe > Kosten|cost|Frei",
                "Rückgabe > Kosten|cost|Für alle.",
                "Rückgabe > Kosten|cost|klein",
                "Rückgabe > Kosten|cost|sehr klein",
                "Rückgabe > Kosten|cost|groß",
                "Rückgabe > Kosten|cost|Land: Irland, Preis: 4 €",
                "Rückgabe > Kosten|cost|Frist: 30 Tage",
                "Rückgabe > Kosten > Und dann?||Geld zurück.",
            ],
            page.Blocks.Select(block => $"{string.Join(" > ", block.Headings)}|{block.Anchor}|{block.Text}"));
    }

    [Fact]
    public void A_page_without_a_first_heading_stands_under_its_title() =>
        Assert.Equal(
            "Shop > Hours",
            string.Join(" > ", Assert.Single(Parse("<title>Shop</title><h2>Hours</h2><p>Nine to five.</p>").Blocks).Headings));

    [Fact]
    public void A_table_that_lays_the_page_out_is_no_data() =>
        Assert.Equal(
            ["First.", "Second."],
            Parse("<table><tr><td><p>First.</p><p>Second.</p></td></tr></table>").Blocks.Select(block => block.Text));

    [Fact]
    public void Rows_that_name_themselves_carry_their_names() =>
        Assert.Equal(
            ["Weight: 2 kg", "Length: 110 cm"],
            Parse("<table><tr><th>Weight</th><td>2 kg</td></tr><tr><th>Length</th><td>110 cm</td></tr></table>")
                .Blocks.Select(block => block.Text));

    [Theory]
    [InlineData("<div>", 100_000)]
    [InlineData("<b>", 100_000)]
    [InlineData("<ul><li>", 50_000)]
    [InlineData("<table><tr><td>", 50_000)]
    public void A_page_that_nests_without_end_is_refused_at_once(string tags, int times)
    {
        DocumentRefusedException refused = Assert.Throws<DocumentRefusedException>(
            () => Parse(string.Concat(Enumerable.Repeat(tags, times))));

        Assert.Contains("nests more than", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_need_no_end_tag_do_not_nest() =>
        Assert.Equal(3000, Parse(string.Concat(Enumerable.Range(0, 3000).Select(at => $"<p>paragraph {at}"))).Blocks.Count);

    [Fact]
    public void A_page_in_another_encoding_is_read_by_what_it_declares()
    {
        byte[] page = Encoding.Latin1.GetBytes("<meta charset=\"iso-8859-1\"><p>Größe</p>");

        Assert.Equal("Größe", Assert.Single(DocumentParser.Parse(FileFormat.Html, page).Blocks).Text);
    }

    private static ParsedDocument Parse(string html) => DocumentParser.Parse(FileFormat.Html, Encoding.UTF8.GetBytes(html));
}
