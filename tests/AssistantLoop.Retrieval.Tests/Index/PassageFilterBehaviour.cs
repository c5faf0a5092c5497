using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>How every index of passages filters, by words and by meaning alike.</summary>
public abstract class PassageFilterBehaviour : PassageIndexBehaviour
{
    [Fact]
    public Task Without_a_condition_all_are_found() => AssertFoundAsync(PassageFilter.None, "en/a.md", "en/b.md", "fr/a.md", "x");

    [Fact]
    public Task A_language_leaves_out_others_and_the_untold() =>
        AssertFoundAsync(new() { Language = "en" }, "en/a.md", "en/b.md");

    [Fact]
    public Task A_collection_leaves_out_others() => AssertFoundAsync(new() { Collection = "site" }, "fr/a.md");

    [Theory]
    [InlineData("en/", "en/a.md", "en/b.md")]
    [InlineData("en/a", "en/a.md")]
    [InlineData("en/a.md", "en/a.md")]
    [InlineData("a.md")]
    [InlineData("EN/")]
    [InlineData("%")]
    [InlineData("", "en/a.md", "en/b.md", "fr/a.md", "x")]
    public Task A_paths_beginning_is_taken_as_it_is(string prefix, params string[] expected) =>
        AssertFoundAsync(new() { PathPrefix = prefix }, expected);

    [Fact]
    public Task All_metadata_must_be_there_as_given()
    {
        return AssertEachAsync(
            (Metadata(("product", "bell")), ["en/a.md", "en/b.md"]),
            (Metadata(("product", "bell"), ("audience", "trade")), ["en/b.md"]),
            (Metadata(("product", "Bell")), []),
            (Metadata(("audience", "bell")), []));
    }

    [Fact]
    public Task Names_and_values_may_hold_any_character()
    {
        return AssertEachAsync(
            (Metadata(("a.b[]=\"c\\", "é=\n'")), ["fr/a.md"]),
            (Metadata(("a.b[]", "\"c\\=é=\n'")), []),
            (Metadata(("a.b[]=\"c", "\\=é=\n'")), []));
    }

    [Fact]
    public Task Conditions_hold_together() => AssertEachAsync(
        (new() { Language = "en", PathPrefix = "en/b", Collection = Document.FolderCollection }, ["en/b.md"]),
        (new() { Language = "en", Collection = "site" }, []));

    [Fact]
    public async Task The_limit_counts_what_the_filter_leaves()
    {
        await StoreAsync();
        PassageMatches found = await Index.SearchAsync(
            Query(Tenant, ["bells"], [1, 0, 0, 0], limit: 1) with { Filter = new() { PathPrefix = "x" } }, Token);

        Assert.Equal(["x"], Paths(found.ByWords));
        Assert.Equal(["x"], Paths(found.ByVector));
    }

    private static PassageFilter Metadata(params (string Name, string Value)[] values) =>
        new() { Metadata = values.ToDictionary(value => value.Name, value => value.Value) };

    private Task AssertFoundAsync(PassageFilter filter, params string[] expected) => AssertEachAsync((filter, expected));

    private async Task AssertEachAsync(params (PassageFilter Filter, string[] Expected)[] cases)
    {
        await StoreAsync();
        foreach ((PassageFilter filter, string[] expected) in cases)
        {
            PassageMatches found = await Index.SearchAsync(
                Query(Tenant, ["bells"], [1, 0, 0, 0]) with { Filter = filter }, Token);
            Assert.Equal(expected, Paths(found.ByWords).Order(StringComparer.Ordinal));
            Assert.Equal(expected, Paths(found.ByVector).Order(StringComparer.Ordinal));
        }
    }

    private async Task StoreAsync()
    {
        Dictionary<string, string> bell = new() { ["product"] = "bell" };
        Document[] documents =
        [
            Of("en/a.md") with { Language = "en", Metadata = bell },
            Of("en/b.md") with { Language = "en", Metadata = new Dictionary<string, string>(bell) { ["audience"] = "trade" } },
            Of("fr/a.md") with
            {
                Language = "fr",
                Collection = "site",
                Metadata = new Dictionary<string, string> { ["a.b[]=\"c\\"] = "é=\n'" },
            },
            Of("x"),
        ];
        float near = 1;
        foreach (Document document in documents)
        {
            await Shop.StoreAsync(
                Tenant, document, [($"Bells of {document.Path}", [near, MathF.Sqrt(1 - (near * near)), 0, 0])]);
            near -= 0.1f;
        }

        await Shop.StoreAsync(Other, documents[0], [("Bells of another", [1, 0, 0, 0])]);
        await CatchUpAsync();
    }

    private static Document Of(string path) => new() { Path = path, Title = path, ContentHash = path };
}
