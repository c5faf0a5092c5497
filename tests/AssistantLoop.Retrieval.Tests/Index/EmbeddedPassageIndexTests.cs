using System.Numerics.Tensors;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class EmbeddedPassageIndexTests : IndexTest
{
    [Fact]
    public async Task Words_are_ranked_by_BM25_over_the_tenants_own_passages()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "red red apples", "red pears", "green plums on old trees")], Token);
        await Indexer.ReplaceAsync(Other, [Document("b.md", "red", "red things", "more red")], Token);

        IReadOnlyList<FoundPassage> found =
            (await Index.SearchAsync(new(Tenant) { Words = ["apples", "pears"] }, Token)).ByWords;

        // By hand: N = 3, n = 1, so idf = ln(2.5 / 1.5); lengths with the title's word are 4, 3 and 6, on average 13 / 3.
        double idf = Math.Log(2.5 / 1.5);
        double Score(double length) => idf * 2.2 / (1 + (1.2 * (0.25 + (0.75 * length / (13.0 / 3)))));
        Assert.Equal(["red pears", "red red apples"], Texts(found));
        Assert.Equal(Score(3), found[0].Score, 1e-9);
        Assert.Equal(Score(4), found[1].Score, 1e-9);
    }

    [Fact]
    public async Task A_word_in_a_title_counts_twice()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "one apple", "one pear", "two plums", "nothing else")], Token);

        IReadOnlyList<FoundPassage> found = (await Index.SearchAsync(new(Tenant) { Words = ["title"] }, Token)).ByWords;

        // All passages hold it, so its idf is the least there is; f = 2, and all lengths are 3.
        Assert.Equal(4, found.Count);
        Assert.All(found, one => Assert.Equal(1e-6 * 2 * 2.2 / (2 + 1.2), one.Score, 1e-12));
    }

    [Fact]
    public async Task Vectors_are_ranked_as_an_exact_scan_ranks_them()
    {
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"text {i}")];
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", texts)], Token);
        for (int i = 0; i < 20; i++)
        {
            float[] question = Embedder.Of($"question {i}");

            IReadOnlyList<FoundPassage> found =
                (await Index.SearchAsync(new(Tenant) { Vector = question, Limit = 10 }, Token)).ByVector;

            (string Text, float Cosine)[] exact = [.. texts
                .Select(text => (text, TensorPrimitives.Dot<float>(VectorOf(text), question)))
                .OrderByDescending(one => one.Item2).Take(10)];
            Assert.Equal(exact.Select(one => one.Text), Texts(found));
            Assert.All(found.Zip(exact), pair => Assert.Equal(pair.Second.Cosine, pair.First.Score, 1e-5));
        }
    }

    [Fact]
    public async Task A_filtered_search_finds_the_best_of_those_that_pass()
    {
        NewDocument[] documents = [.. Enumerable.Range(0, 200).Select(i =>
        {
            NewDocument document = Document($"{(i % 2 == 0 ? "shop" : "help")}/{i}.md", $"apple text {i}", $"pear text {i}");
            return document with
            {
                Document = document.Document with
                {
                    Language = i % 3 == 0 ? "de" : i % 3 == 1 ? "en" : null,
                    Collection = i % 5 == 0 ? "site" : "folder",
                    Metadata = new Dictionary<string, string> { ["product"] = $"p{i % 7}", ["audience"] = "all" },
                },
            };
        })];
        await Indexer.ReplaceAsync(Tenant, documents, Token);
        PassageFilter[] filters =
        [
            new() { Language = "de" }, new() { Collection = "site" }, new() { PathPrefix = "shop/" },
            new() { Metadata = new Dictionary<string, string> { ["product"] = "p3", ["audience"] = "all" } },
            new() { Language = "en", Collection = "site", PathPrefix = "help/1" },
        ];
        foreach (PassageFilter filter in filters)
        {
            float[] question = Embedder.Of("question");
            string[] passing = [.. documents.Where(document => Meets(document.Document, filter))
                .SelectMany(document => document.Passages).Select(passage => passage.Text)];

            PassageMatches found = await Index.SearchAsync(
                new(Tenant) { Words = ["apple"], Vector = question, Filter = filter, Limit = 5 }, Token);

            Assert.NotEmpty(passing);
            Assert.Equal(
                passing.OrderByDescending(text => TensorPrimitives.Dot<float>(VectorOf(text), question)).Take(5),
                Texts(found.ByVector));
            Assert.Equal(Math.Min(5, passing.Length / 2), found.ByWords.Count);
            Assert.All(Texts(found.ByWords), text => Assert.Contains(text, passing));
        }
    }

    [Fact]
    public async Task Replaced_and_vanished_passages_are_found_neither_by_words_nor_by_vector()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "old apple", "kept pear"), Document("b.md", "gone plum")], Token);

        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "new apple", "kept pear")], Token);
        await Indexer.RemoveVanishedAsync(Tenant, "folder", ["a.md"], Token);

        Assert.Equal(["new apple"], await ByWordsAsync("apple", "plum"));
        Assert.Equal(["kept pear", "new apple"], (await ByVectorAsync("old apple")).Order());
    }

    [Fact]
    public async Task Another_tenants_passages_are_never_found()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "my apple")], Token);
        await Indexer.ReplaceAsync(Other, [Document("a.md", "their apple", "their pear")], Token);

        Assert.Equal(["my apple"], await ByWordsAsync("apple", "pear", "their"));
        Assert.Equal(["my apple"], await ByVectorAsync("their apple"));
    }

    [Fact]
    public async Task Without_an_embedder_words_alone_are_found()
    {
        using EmbeddedPassageIndex index = new(Database);
        await new DocumentIndexer(new(Database), index).ReplaceAsync(Tenant, [Document("a.md", "an apple")], Token);

        PassageMatches found = await index.SearchAsync(new(Tenant) { Words = ["apple"], Vector = new float[] { 1 } }, Token);

        Assert.Equal(["an apple"], Texts(found.ByWords));
        Assert.Empty(found.ByVector);
    }

    [Fact]
    public async Task Bad_questions_are_refused_with_what_is_wrong()
    {
        ArgumentException vector = await Assert.ThrowsAsync<ArgumentException>(() =>
            Index.SearchAsync(new(Tenant) { Vector = new float[5] }, Token));
        ArgumentException limit = await Assert.ThrowsAsync<ArgumentException>(() =>
            Index.SearchAsync(new(Tenant) { Words = ["a"], Limit = 0 }, Token));

        Assert.Contains("has 5 values, and those of test@000000000000 have 24", vector.Message, StringComparison.Ordinal);
        Assert.Contains("must be at least 1 (given: 0)", limit.Message, StringComparison.Ordinal);
    }

    private static bool Meets(Document document, PassageFilter filter) =>
        (filter.Language is null || document.Language == filter.Language)
        && (filter.Collection is null || document.Collection == filter.Collection)
        && (filter.PathPrefix is null || document.Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal))
        && filter.Metadata.All(pair => document.Metadata[pair.Key] == pair.Value);
}
