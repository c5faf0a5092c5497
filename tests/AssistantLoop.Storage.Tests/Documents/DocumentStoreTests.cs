using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Storage.Tests.Documents;

public sealed class DocumentStoreTests : StorageTest
{
    private DocumentStore Store => new(Database);

    [Fact]
    public async Task A_replaced_document_has_its_new_passages_alone()
    {
        await FillAsync();
        var before = await Store.PassagesAsync(Tenant, Token);

        await Store.ReplaceAsync(Tenant,
            [
                new(new Document { Path = "returns.md", Title = "Returns", ContentHash = "r2" },
                    [new NewPassage("Returns", "Send it back within a fortnight.", "#returns")]),
            ], Token);

        var found = Assert.Single(await Store.PassagesAsync(Tenant, Token), p => p.Path == "returns.md");
        Assert.Equal("Send it back within a fortnight.", found.Text);
        Assert.DoesNotContain(found.Id, before.Select(p => p.Id));
        Assert.Equal(found, await Store.FindPassageAsync(Tenant, found.Id, Token));
        Assert.Equal(["r2", "s1"], (await Store.ListAsync(Tenant, Token)).Select(d => d.ContentHash));
    }

    [Fact]
    public async Task Vanished_documents_are_removed_with_their_passages()
    {
        await FillAsync();

        Assert.Equal(["shipping.md"], await Store.RemoveVanishedAsync(Tenant, "folder", ["returns.md"], Token));

        Assert.All(await Store.PassagesAsync(Tenant, Token), p => Assert.Equal("returns.md", p.Path));
    }

    [Fact]
    public async Task Passages_asked_for_by_id_are_the_tenants_own()
    {
        await FillAsync();
        await Store.ReplaceAsync(Other,
            [
                new(new Document { Path = "returns.md", Title = "Theirs", ContentHash = "x" },
                    [new NewPassage("Returns", "No returns.", "#returns")]),
            ], Token);
        var mine = await Store.PassagesAsync(Tenant, Token);
        var theirs = Assert.Single(await Store.PassagesAsync(Other, Token));

        Assert.Equivalent(mine, await Store.FindPassagesAsync(Tenant, [.. mine.Select(p => p.Id), theirs.Id, 999], Token));
        Assert.Equal(theirs, Assert.Single(await Store.FindPassagesAsync(Other, [theirs.Id, mine[0].Id], Token)));
        Assert.Null(await Store.FindPassageAsync(Tenant, theirs.Id, Token));
        Assert.Single(await Store.ListAsync(Other, Token));
    }

    [Fact]
    public async Task A_batch_with_a_fault_stores_nothing_of_it()
    {
        await FillAsync();
        var faulty = new NewPassage("Returns", null!, "#returns");

        await Assert.ThrowsAnyAsync<Exception>(() => Store.ReplaceAsync(Tenant,
            [
                new(new Document { Path = "new.md", Title = "New", ContentHash = "n" }, [new("New", "New.", "")]),
                new(new Document { Path = "returns.md", Title = "Returns", ContentHash = "r2" }, [faulty]),
            ], Token));

        Assert.Equal(["r1", "s1"], (await Store.ListAsync(Tenant, Token)).Select(d => d.ContentHash));
        Assert.Equal(3, (await Store.PassagesAsync(Tenant, Token)).Count);
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
