using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class DocumentIndexerTests : IndexTest
{
    [Fact]
    public async Task A_text_is_embedded_once_for_a_tenant()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "one", "two"), Document("b.md", "two")], Token);
        Assert.Equal(2, Embedder.Texts);

        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "two", "three", "one")], Token);
        Assert.Equal(3, Embedder.Texts);

        await Indexer.ReplaceAsync(Other, [Document("a.md", "one")], Token);
        Assert.Equal(4, Embedder.Texts);
    }

    [Fact]
    public async Task Many_texts_are_embedded_and_all_are_found()
    {
        string[] texts = [.. Enumerable.Range(0, 1203).Select(i => $"text {i}")];

        await Indexer.ReplaceAsync(Tenant, [Document("a.md", texts)], Token);

        Assert.Equal(1203, Embedder.Texts);
        Assert.Equal(texts.Order(), (await ByVectorAsync("text 7", limit: 2000)).Order());
    }

    [Fact]
    public async Task Passages_stored_before_there_was_an_embedder_are_brought_up_to_date()
    {
        await new DocumentIndexer(new(Database), Index).ReplaceAsync(
            Tenant, [Document("a.md", [.. Enumerable.Range(0, 700).Select(i => $"text {i}")])], Token);
        Assert.Empty(await ByVectorAsync("text 7"));
        Seen seen = new();

        await Indexer.EmbedMissingAsync(Tenant, seen, Token);

        Assert.Equal([new(500, 700), new(700, 700)], seen.All);
        Assert.Equal("text 7", (await ByVectorAsync("text 7"))[0]);
        Assert.Equal(["text 7"], await ByWordsAsync("7"));
        Assert.Equal(700, (await ByVectorAsync("text 7", limit: 1000)).Distinct().Count());
        await Indexer.EmbedMissingAsync(Tenant, null, Token);
        Assert.Equal(700, Embedder.Texts);
    }

    [Fact]
    public async Task Another_embedder_has_vectors_and_files_of_its_own()
    {
        await Indexer.ReplaceAsync(Tenant, [Document("a.md", "one", "two")], Token);
        using TestEmbedder newer = new("newer@111111111111", dimensions: 70);
        using EmbeddedPassageIndex index = new(Database, newer);
        DocumentIndexer indexer = new(new(Database), index, new PassageEmbedder(new(Database), newer));

        await indexer.EmbedMissingAsync(Tenant, null, Token);

        float[] question = newer.Of(PassageTextHash.EmbeddedText("Title", "two"));
        Assert.Equal("two", Texts((await index.SearchAsync(new(Tenant) { Vector = question }, Token)).ByVector)[0]);
        Assert.Equal("two", (await ByVectorAsync("two"))[0]);
    }

    [Fact]
    public async Task A_vector_that_cannot_be_compared_is_refused_and_nothing_is_stored()
    {
        using TestEmbedder wrong = new(dimensions: 3);
        PassageEmbedder embedder = new(new(Database), new Relabelled(wrong, Embedder));

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() =>
            new DocumentIndexer(new(Database), Index, embedder).ReplaceAsync(Tenant, [Document("a.md", "one")], Token));

        Assert.Contains("a vector of 3 values", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await new DocumentStore(Database).ListAsync(Tenant, Token));
    }

    private sealed class Seen : IProgress<EmbeddingProgress>
    {
        public List<EmbeddingProgress> All { get; } = [];

        public void Report(EmbeddingProgress value) => All.Add(value);
    }

    /// <summary>Says that it is one embedder and is another.</summary>
    private sealed class Relabelled(TestEmbedder real, TestEmbedder said)
        : Microsoft.Extensions.AI.DelegatingEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>>(real)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) => said.GetService(serviceType, serviceKey);
    }
}
