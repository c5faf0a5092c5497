using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>What every index of passages does, however it is built; each has a class that opens it.</summary>
public abstract class PassageIndexBehaviour : IAsyncLifetime
{
    public const string Tenant = "alder-finch";
    public const string Other = "other-shop";
    public const string Embedder = "test-embedder@0123456789ab";
    public const string NewEmbedder = "test-embedder@ba9876543210";

    private IndexedShop? _shop;
    private IPassageIndex? _index;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IndexedShop Shop => _shop!;

    protected IPassageIndex Index => _index!;

    public virtual async ValueTask InitializeAsync()
    {
        _shop = await IndexedShop.OpenAsync();
        _index = await OpenAsync(new(Embedder, 4));
    }

    public virtual async ValueTask DisposeAsync()
    {
        _shop?.Dispose();
        await Task.CompletedTask;
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_stored_is_found_by_words_and_by_meaning()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Parcels go back within 30 days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Tenant, "hours.md", "The shop opens at nine.", [0, 1, 0, 0]);
        await CatchUpAsync();

        PassageMatches found = await SearchAsync(["parcels"], [0, 1, 0, 0]);

        FoundPassage byWords = Assert.Single(found.ByWords);
        Assert.Equal(("returns.md", "Parcels go back within 30 days."), (byWords.Passage.Path, byWords.Passage.Text));
        Assert.True(byWords.Score > 0);
        Assert.Equal("hours.md", found.ByVector[0].Passage.Path);
    }

    [Fact]
    public async Task Any_of_the_words_may_match_in_any_form_and_in_the_heading()
    {
        Document refunds = new() { Path = "a.md", Title = "Refunds", ContentHash = "a" };
        await Shop.StoreAsync(Tenant, refunds, [("We pay within a week.", null)]);
        await Shop.StoreAsync(Tenant, "b.md", "Returned parcels are checked first.");
        await Shop.StoreAsync(Tenant, "c.md", "The shop opens at nine.");
        await CatchUpAsync();

        PassageMatches found = await SearchAsync(["refund", "returns"]);

        Assert.Equal(["a.md", "b.md"], Paths(found.ByWords).Order());
        Assert.Empty(found.ByVector);
    }

    [Fact]
    public async Task A_passage_with_more_and_rarer_words_of_the_question_is_first()
    {
        await Shop.StoreAsync(Tenant, "both.md", "The saddle of the blue bicycle is leather.");
        await Shop.StoreAsync(Tenant, "rare.md", "A saddle is adjusted with a key.");
        foreach (int number in Enumerable.Range(0, 3))
        {
            await Shop.StoreAsync(Tenant, $"common{number}.md", $"Bicycle number {number} is here today.");
            await Shop.StoreAsync(Tenant, $"other{number}.md", $"The shop in street {number} opens at nine.");
            await Shop.StoreAsync(Tenant, $"more{number}.md", $"A refund of order {number} takes five days.");
        }

        await CatchUpAsync();

        IReadOnlyList<FoundPassage> found = (await SearchAsync(["bicycle", "saddle"])).ByWords;

        Assert.Equal(5, found.Count);
        Assert.Equal(["both.md", "rare.md"], Paths(found).Take(2));
        Assert.Equal(found.Select(each => each.Score).OrderDescending(), found.Select(each => each.Score));
    }

    [Fact]
    public async Task Scores_by_meaning_are_cosines_best_first()
    {
        await Shop.StoreAsync(Tenant, "same.md", "one", [1, 0, 0, 0]);
        await Shop.StoreAsync(Tenant, "near.md", "two", [0.6f, 0.8f, 0, 0]);
        await Shop.StoreAsync(Tenant, "none.md", "three", [0, 0, 0.28f, 0.96f]);
        await Shop.StoreAsync(Tenant, "against.md", "four", [-1, 0, 0, 0]);
        await CatchUpAsync();

        IReadOnlyList<FoundPassage> found = (await SearchAsync([], [0.8f, 0.6f, 0, 0])).ByVector;

        // 0.6 * 0.8 + 0.8 * 0.6 = 0.96; 1 * 0.8; 0; -1 * 0.8
        Assert.Equal(["near.md", "same.md", "none.md", "against.md"], Paths(found));
        double[] expected = [0.96, 0.8, 0, -0.8];
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Score, 1e-3));
    }

    [Fact]
    public async Task A_replaced_document_is_found_as_it_is_now()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take three days.", [0, 1, 0, 0]);
        await CatchUpAsync();

        PassageMatches found = await SearchAsync(["refunds", "five"], [1, 0, 0, 0]);

        Assert.Equal("Refunds take three days.", Assert.Single(found.ByWords).Passage.Text);
        FoundPassage near = Assert.Single(found.ByVector);
        Assert.Equal("Refunds take three days.", near.Passage.Text);
        Assert.Equal(0, near.Score, 1e-3);
    }

    [Fact]
    public async Task A_removed_document_is_found_no_more()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Tenant, "hours.md", "The shop opens at nine.", [0, 1, 0, 0]);
        await CatchUpAsync();

        await Shop.Documents.RemoveVanishedAsync(Tenant, Document.FolderCollection, ["hours.md"], Token);
        PassageMatches before = await SearchAsync(["refunds"], [1, 0, 0, 0]);
        await CatchUpAsync();
        PassageMatches after = await SearchAsync(["refunds"], [1, 0, 0, 0]);

        Assert.All([before, after], found => Assert.Empty(found.ByWords));
        Assert.All([before, after], found => Assert.DoesNotContain("returns.md", Paths(found.ByVector)));
        Assert.Equal(["hours.md"], Paths(after.ByVector));
    }

    [Fact]
    public async Task Catching_up_twice_changes_nothing()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();
        PassageMatches once = await SearchAsync(["refunds"], [1, 0, 0, 0]);

        await CatchUpAsync();
        PassageMatches twice = await SearchAsync(["refunds"], [1, 0, 0, 0]);

        Assert.Equal(once.ByWords, twice.ByWords);
        Assert.Equal(once.ByVector, twice.ByVector);
        Assert.Single(twice.ByWords);
    }

    [Fact]
    public async Task An_index_that_opens_later_finds_all()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();
        await Shop.StoreAsync(Tenant, "hours.md", "The shop opens at nine.", [0, 1, 0, 0]);

        IPassageIndex later = await OpenAsync(new(Embedder, 4));
        await later.CatchUpAsync(Tenant, Token);

        PassageMatches found = await later.SearchAsync(Query(Tenant, ["refunds", "shop"], [0, 1, 0, 0]), Token);
        Assert.Equal(["hours.md", "returns.md"], Paths(found.ByWords).Order());
        Assert.Equal(["hours.md", "returns.md"], Paths(found.ByVector));
    }

    [Fact]
    public async Task A_vector_that_comes_later_is_found_then()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.");
        await CatchUpAsync();
        PassageMatches before = await SearchAsync(["refunds"], [1, 0, 0, 0]);

        await Shop.EmbedAsync(Tenant, "returns.md", [("Refunds take five days.", [1, 0, 0, 0])], Embedder);
        await CatchUpAsync();
        PassageMatches after = await SearchAsync(["refunds"], [1, 0, 0, 0]);

        Assert.Single(before.ByWords);
        Assert.Empty(before.ByVector);
        Assert.Single(after.ByWords);
        Assert.Equal(1, Assert.Single(after.ByVector).Score, 1e-3);
    }

    [Fact]
    public async Task Nothing_to_look_for_finds_nothing()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();

        Assert.Equivalent(new PassageMatches([], []), await SearchAsync([]));
        Assert.Equivalent(new PassageMatches([], []), await SearchAsync(["?!", "\"", " "]));
        Assert.Empty((await SearchAsync(["zebra"])).ByWords);
    }

    [Fact]
    public async Task A_tenant_that_has_nothing_finds_nothing()
    {
        Assert.Equivalent(new PassageMatches([], []), await SearchAsync(["refunds"], [1, 0, 0, 0]));
        await CatchUpAsync();
        Assert.Equivalent(new PassageMatches([], []), await SearchAsync(["refunds"], [1, 0, 0, 0]));
    }

    [Fact]
    public async Task Each_list_holds_the_best_up_to_the_limit()
    {
        foreach (int number in Enumerable.Range(1, 9))
        {
            float near = number / 10f;
            await Shop.StoreAsync(
                Tenant, $"{number}.md", string.Join(' ', Enumerable.Repeat("bell", number)),
                [near, MathF.Sqrt(1 - (near * near)), 0, 0]);
        }

        await CatchUpAsync();

        PassageMatches found = await SearchAsync(["bell"], [1, 0, 0, 0], limit: 3);

        Assert.Equal(["9.md", "8.md", "7.md"], Paths(found.ByVector));
        Assert.Equal(3, found.ByWords.Count);
    }

    [Theory]
    [InlineData("naïve")]
    [InlineData("NAIVE")]
    [InlineData("größe")]
    [InlineData("ελλάδα")]
    [InlineData("Москва")]
    [InlineData("北京")]
    [InlineData("ＡＢＣ")]
    public async Task Words_of_any_script_are_found_whatever_their_case(string word)
    {
        await Shop.StoreAsync(Tenant, "a.md", "A naïve Größe in Ελλάδα, МОСКВА and 北京: ＡＢＣ 🚲.");
        await Shop.StoreAsync(Tenant, "b.md", "Nothing of the kind.");
        await CatchUpAsync();

        Assert.Equal(["a.md"], Paths((await SearchAsync([word])).ByWords));
    }

    [Fact]
    public async Task The_same_text_of_two_tenants_is_found_by_each_in_its_own()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Other, "theirs.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();

        PassageMatches ours = await SearchAsync(["refunds"], [1, 0, 0, 0]);
        PassageMatches theirs = await Index.SearchAsync(Query(Other, ["refunds"], [1, 0, 0, 0]), Token);
        PassageMatches nobody = await Index.SearchAsync(Query("alder-finch ", ["refunds"], [1, 0, 0, 0]), Token);

        Assert.Equal(["returns.md"], Paths(ours.ByWords).Concat(Paths(ours.ByVector)).Distinct());
        Assert.Equal(["theirs.md"], Paths(theirs.ByWords).Concat(Paths(theirs.ByVector)).Distinct());
        Assert.Equivalent(new PassageMatches([], []), nobody);
    }

    [Fact]
    public async Task Removing_a_document_leaves_another_tenants_of_the_same_path()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Other, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await CatchUpAsync();

        await Shop.Documents.RemoveVanishedAsync(Tenant, Document.FolderCollection, [], Token);
        await CatchUpAsync();

        Assert.Empty((await SearchAsync(["refunds"], [1, 0, 0, 0])).ByVector);
        Assert.Single((await Index.SearchAsync(Query(Other, ["refunds"], [1, 0, 0, 0]), Token)).ByVector);
    }

    [Fact]
    public async Task A_cancelled_call_stops_and_the_next_one_works()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Index.CatchUpAsync(Tenant, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Index.SearchAsync(Query(Tenant, ["refunds"], [1, 0, 0, 0]), cancelled));

        await CatchUpAsync();
        Assert.Single((await SearchAsync(["refunds"])).ByWords);
    }

    [Fact]
    public async Task Searches_while_an_index_catches_up_find_what_stays_and_never_anothers()
    {
        await Shop.StoreAsync(Tenant, "stays.md", "Bells stay in the shop.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Other, "theirs.md", "Bells of another shop.", [1, 0, 0, 0]);
        await CatchUpAsync();

        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<int>[] searches = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => SearchUntilAsync(done.Token), Token))];
        foreach (int number in Enumerable.Range(0, 20))
        {
            await Shop.StoreAsync(Tenant, "comes.md", $"Bells come and go {number}.", [0.6f, 0.8f, 0, 0]);
            await CatchUpAsync();
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(searches), count => Assert.True(count > 0));
        Assert.Equal(2, (await SearchAsync(["bells"])).ByWords.Count);
    }

    [Fact]
    public async Task A_new_embedder_finds_by_its_own_vectors()
    {
        await Shop.StoreAsync(Tenant, "returns.md", "Refunds take five days.", [1, 0, 0, 0]);
        await Shop.StoreAsync(Tenant, "hours.md", "The shop opens at nine.", [0, 1, 0, 0]);
        await CatchUpAsync();

        await Shop.EmbedAsync(Tenant, "returns.md", [("Refunds take five days.", [0, 1])], NewEmbedder);
        await Shop.EmbedAsync(Tenant, "hours.md", [("The shop opens at nine.", [1, 0])], NewEmbedder);
        IPassageIndex renewed = await OpenAsync(new(NewEmbedder, 2));
        await ChangeEmbedderAsync(renewed);

        PassageMatches found = await renewed.SearchAsync(Query(Tenant, ["refunds"], [0.8f, 0.6f]), Token);

        Assert.Equal(["returns.md"], Paths(found.ByWords));
        Assert.Equal(["hours.md", "returns.md"], Paths(found.ByVector));
        Assert.Equal(0.8, found.ByVector[0].Score, 1e-3);
    }

    /// <summary>Opens the index over <see cref="Shop"/>.</summary>
    protected abstract Task<IPassageIndex> OpenAsync(StoredEmbedder embedder);

    /// <summary>Makes an index of another embedder ready.</summary>
    protected virtual Task ChangeEmbedderAsync(IPassageIndex renewed) => renewed.CatchUpAsync(Tenant, Token);

    protected static PassageQuery Query(string tenant, string[] words, float[]? vector = null, int limit = 20) =>
        new(tenant) { Words = words, Vector = vector, Limit = limit };

    protected static IEnumerable<string> Paths(IEnumerable<FoundPassage> found) => found.Select(each => each.Passage.Path);

    protected Task<PassageMatches> SearchAsync(string[] words, float[]? vector = null, int limit = 20) =>
        Index.SearchAsync(Query(Tenant, words, vector, limit), Token);

    protected async Task CatchUpAsync()
    {
        await Index.CatchUpAsync(Tenant, Token);
        await Index.CatchUpAsync(Other, Token);
    }

    private async Task<int> SearchUntilAsync(CancellationToken done)
    {
        int count = 0;
        while (count == 0 || !done.IsCancellationRequested)
        {
            PassageMatches found = await SearchAsync(["bells"], [1, 0, 0, 0]);
            Assert.Contains("stays.md", Paths(found.ByWords));
            Assert.Contains("stays.md", Paths(found.ByVector));
            Assert.DoesNotContain("theirs.md", Paths(found.ByWords.Concat(found.ByVector)));
            count++;
        }

        return count;
    }
}
