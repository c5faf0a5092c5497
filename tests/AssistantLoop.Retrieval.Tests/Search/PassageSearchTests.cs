using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class PassageSearchTests
{
    private static readonly SearchOptions s_all = new() { AnswerableFrom = 0 };

    [Fact]
    public async Task What_both_lists_hold_comes_before_what_one_holds()
    {
        Matches index = new(
            [Found.Of("words", 5, "by words alone"), Found.Of("both", 4, "in both lists")],
            [Found.Of("vector", 0.9, "by meaning alone"), Found.Of("both", 0.8, "in both lists")]);

        SearchResult result = await SearchAsync(index, new("t", "return a plant"), s_all);

        Assert.Equal(["both", "vector", "words"], result.Passages.Select(found => found.Passage.Id));
    }

    [Fact]
    public async Task The_index_is_asked_with_tenant_words_vector_and_filter()
    {
        Matches index = new([], []);
        PassageFilter filter = new() { Language = "en" };

        await SearchAsync(index, new("t", "How long can I return a plant?") { Filter = filter }, s_all);

        Assert.Equal("t", index.Asked!.Tenant);
        Assert.Equal(["return", "plant"], index.Asked.Words);
        Assert.Equal([30f, 0f], index.Asked.Vector.ToArray());
        Assert.Equal(filter, index.Asked.Filter);
    }

    [Fact]
    public async Task A_message_that_asks_nothing_finds_nothing_and_asks_no_index()
    {
        Matches index = new([Found.Of("a")], []);

        SearchResult result = await SearchAsync(index, new("t", "Hello, thanks!"), s_all);

        Assert.Empty(result.Passages);
        Assert.Null(index.Asked);
    }

    [Fact]
    public async Task Where_nothing_covers_the_question_the_documents_do_not_say()
    {
        Matches index = new([Found.Of("a", 0.5, "Ferns like shade.")], []);
        SearchOptions options = new() { AnswerableFrom = 0.5, Answerability = new(-2, 4, 0, 0) };

        SearchResult none = await SearchAsync(index, new("t", "insurance against hail"), options);
        SearchResult found = await SearchAsync(index, new("t", "ferns in shade"), options);

        Assert.Empty(none.Passages);
        Assert.Equal(1 / (1 + Math.Exp(2)), none.Answerable, 1e-12);
        Assert.Single(found.Passages);
    }

    [Fact]
    public async Task A_passage_far_behind_the_best_in_both_lists_is_left_out()
    {
        Matches index = new([Found.Of("good", 9, "plants return"), Found.Of("noise", 1, "label price")], []);

        SearchResult result = await SearchAsync(index, new("t", "return plants"), s_all);

        Assert.Equal(["good"], result.Passages.Select(found => found.Passage.Id));
    }

    [Fact]
    public async Task A_follow_up_puts_first_what_holds_its_own_words()
    {
        Matches index = new(
            [Found.Of("size", 6, "It holds 6 litres.", "Heron watering can > Size"), Found.Of("price", 5.9, "It costs 24 euros.", "Heron watering can > Price")],
            []);

        SearchResult result = await SearchAsync(
            index, new("t", "what does it cost?") { Earlier = ["Tell me about the Heron watering can"] }, s_all);

        Assert.Equal(["price", "size"], result.Passages.Select(found => found.Passage.Id));
    }

    [Fact]
    public async Task A_re_rank_puts_first_the_passage_with_the_nearest_sentence()
    {
        Matches index = new(
            [Found.Of("blurred", 5, "Nine words of something else. And more."), Found.Of("near", 4.9, "Yes.", "x")], []);

        SearchResult result = await SearchAsync(index, new("t", "a b"), s_all with { Rerank = true });

        Assert.Equal("near", result.Passages[0].Passage.Id);
    }

    private static Task<SearchResult> SearchAsync(Matches index, SearchRequest request, SearchOptions options) =>
        new PassageSearch(index, options, new Lengths()).SearchAsync(request, TestContext.Current.CancellationToken);

    private sealed class Matches(FoundPassage[] words, FoundPassage[] vectors) : IPassageIndex
    {
        public PassageQuery? Asked { get; private set; }

        public Task CatchUpAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<PassageMatches> SearchAsync(PassageQuery query, CancellationToken cancellationToken)
        {
            Asked = query;
            return Task.FromResult(new PassageMatches(words, vectors));
        }
    }

    /// <summary>A question's vector is its length; a document's is nearer the shorter it is.</summary>
    private sealed class Lengths : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            bool query = (string?)options!.AdditionalProperties!["prompt"] == "query";
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(value => new Embedding<float>(new float[] { query ? value.Length : 100f / value.Length, 0 }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
