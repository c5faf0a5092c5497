using System.Text;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Storage.Tests.Documents;

public sealed class DocumentStoreTests : StorageTest
{
    private DocumentStore Store => new(Database);

    [Fact]
    public async Task A_search_finds_the_passage_that_holds_the_words()
    {
        await FillAsync();

        var found = await Store.SearchAsync(Tenant, "What does standard shipping cost?", 10, Token);

        Assert.Equal(("shipping.md", 0, "Shipping > Cost", "#cost"),
            (found[0].Path, found[0].Ordinal, found[0].TitlePath, found[0].Anchor));
        Assert.True(found[0].Score > 0);
        Assert.Equal(found.OrderByDescending(p => p.Score), found);
    }

    [Theory]
    [InlineData("returned")]
    [InlineData("RETURNING")]
    [InlineData("rétürns")]
    public async Task A_search_finds_other_forms_of_a_word(string text)
    {
        await FillAsync();

        Assert.Equal("returns.md", Assert.Single(await Store.SearchAsync(Tenant, text, 10, Token)).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("AND OR NOT")]
    [InlineData("NEAR(a b, 5)")]
    [InlineData("text : days")]
    [InlineData("{title_path text} : days")]
    [InlineData("^days * + - ( )")]
    [InlineData("days*")]
    [InlineData("a\0b")]
    [InlineData("\ud800 lone surrogate")]
    [InlineData("'; DROP TABLE passages; --")]
    [InlineData("\u0301\u0302 ½ ² 返品 ⁉️ 👩‍🌾")]
    public async Task Odd_text_is_searched_without_an_error(string text)
    {
        await FillAsync();

        await Store.SearchAsync(Tenant, text, 10, Token);
    }

    [Fact]
    public async Task Random_text_is_searched_without_an_error()
    {
        await FillAsync();
        var random = new Random(7);
        const string Special = "\"'()*^:{}+-,;~`\\/ \t\nANDORNOTNEAR";
        for (var i = 0; i < 500; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(60); length > 0; length--)
            {
                text.Append(random.Next(2) == 0 ? Special[random.Next(Special.Length)] : (char)random.Next(0x10000));
            }

            await Store.SearchAsync(Tenant, text.ToString(), 10, Token);
        }
    }

    [Fact]
    public async Task A_text_of_a_thousand_words_is_searched()
    {
        await FillAsync();

        var text = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"w{i}"));
        Assert.Empty(await Store.SearchAsync(Tenant, text, 10, Token));
    }

    [Fact]
    public async Task A_replaced_document_is_found_by_its_new_words_alone()
    {
        await FillAsync();
        var before = await Store.PassagesAsync(Tenant, Token);

        await Store.ReplaceAsync(Tenant,
            [
                new(new Document { Path = "returns.md", Title = "Returns", ContentHash = "r2" },
                    [new NewPassage("Returns", "Send it back within a fortnight.", "#returns")]),
            ], Token);

        Assert.Empty(await Store.SearchAsync(Tenant, "delivery", 10, Token));
        var found = Assert.Single(await Store.SearchAsync(Tenant, "fortnight", 10, Token));
        Assert.DoesNotContain(found.Id, before.Select(p => p.Id));
        Assert.Equal(found with { Score = 0 }, await Store.FindPassageAsync(Tenant, found.Id, Token));
        Assert.Equal(["r2", "s1"], (await Store.ListAsync(Tenant, Token)).Select(d => d.ContentHash));
    }

    [Fact]
    public async Task Vanished_documents_are_removed_with_their_passages()
    {
        await FillAsync();

        Assert.Equal(["shipping.md"], await Store.RemoveVanishedAsync(Tenant, "folder", ["returns.md"], Token));

        Assert.Empty(await Store.SearchAsync(Tenant, "shipping", 10, Token));
        Assert.All(await Store.PassagesAsync(Tenant, Token), p => Assert.Equal("returns.md", p.Path));
    }

    [Fact]
    public async Task A_search_finds_nothing_of_another_tenant()
    {
        await FillAsync();
        await Store.ReplaceAsync(Other,
            [
                new(new Document { Path = "returns.md", Title = "Theirs", ContentHash = "x" },
                    [new NewPassage("Returns", "No returns.", "#returns")]),
            ], Token);

        var mine = await Store.SearchAsync(Tenant, "returns", 1, Token);
        var theirs = await Store.SearchAsync(Other, "returns shipping", 10, Token);

        Assert.Equal("Returns policy", Assert.Single(mine).Title);
        Assert.Equal("Theirs", Assert.Single(theirs).Title);
        Assert.Equal(theirs[0].Id, Assert.Single(await Store.PassagesAsync(Other, Token)).Id);
        Assert.Null(await Store.FindPassageAsync(Tenant, theirs[0].Id, Token));
        Assert.Single(await Store.ListAsync(Other, Token));
    }

    private async Task FillAsync()
    {
        var returns = new Document { Path = "returns.md", Title = "Returns policy", ContentHash = "r1" };
        await Store.ReplaceAsync(Tenant,
            [
                new(returns,
                    [new NewPassage("Returns > How long", "You can return an item within 30 days of delivery.", "#how-long")]),
                new(new Document { Path = "shipping.md", Title = "Shipping", ContentHash = "s1" },
                    [
                        new NewPassage("Shipping > Cost", "Standard shipping costs 4.90 euros.", "#cost"),
                        new NewPassage("Shipping > Countries", "We ship to Austria and Germany.", "#countries"),
                    ]),
            ], Token);
    }
}
