using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Turns a question into the few passages that its answer may rest on: the question is made to stand alone, searched by
/// words and by meaning, the lists are fused, thinned of copies, and cut where nothing answers it; a judge leaves out what
/// does not answer. Thread-safe.
/// </summary>
/// <param name="index">Where it searches.</param>
/// <param name="options">How passages are chosen.</param>
/// <param name="embedder">What embeds questions, the same as embedded the passages; null searches by words alone.</param>
/// <param name="judge">Tells of each passage that was chosen whether it answers; null: all that were chosen stay.</param>
public sealed class PassageSearch(
    IPassageIndex index, SearchOptions options, IEmbeddingGenerator<string, Embedding<float>>? embedder = null,
    PassageJudge? judge = null)
{
    private const double OwnWeight = 1.5;

    private static readonly EmbeddingGenerationOptions s_query = Prompted.As("query");

    private readonly SentenceRerank? _rerank = options.Rerank && embedder is not null ? new(embedder) : null;

    /// <summary>The passages for a message; none where the documents do not say, or where it asks nothing.</summary>
    public async Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        StandaloneQuestion question = StandaloneQuestion.Of(request);
        if (question.Words.Count == 0)
        {
            return new(question, [], 0, new([], []));
        }

        ReadOnlyMemory<float> vector = embedder is null
            ? default
            : (await embedder.GenerateAsync([question.Text], s_query, cancellationToken))[0].Vector;
        PassageMatches matches = await index.SearchAsync(
            new PassageQuery(request.Tenant)
            {
                Words = question.Words,
                Vector = vector,
                Filter = request.Filter,
                Limit = options.Candidates,
            },
            cancellationToken);
        IReadOnlyList<FoundPassage> found = Fuse(question, matches);
        if (_rerank is not null)
        {
            found = await _rerank.OrderAsync(found, vector, cancellationToken);
        }

        SearchSignals signals = SearchSignals.Of(question, matches, found);
        double answerable = options.Answerability.Of(signals);
        IReadOnlyList<FoundPassage> best = answerable < options.AnswerableFrom ? [] : Best(found, matches);
        SearchResult result = new(question, best, answerable, matches) { Ranking = found, Signals = signals };
        if (judge is null)
        {
            return result;
        }

        IReadOnlyList<JudgedPassage> judged = await judge.JudgeAsync(request.Tenant, question, best, cancellationToken);
        return result with
        {
            Passages = [.. judged.Where(one => one.Chance >= judge.KeepFrom).Select(one => one.Found)],
            Judged = judged,
        };
    }

    // What a follow-up takes along finds the subject; its own words find what is asked of it, so they count once more.
    private IReadOnlyList<FoundPassage> Fuse(StandaloneQuestion question, PassageMatches matches)
    {
        List<(IReadOnlyList<FoundPassage>, double)> lists =
            [(matches.ByWords, options.WordsWeight), (matches.ByVector, options.VectorWeight)];
        if (question.Carried.Count > 0 && question.Own.Count > 0)
        {
            lists.Add(([.. matches.ByWords.OrderByDescending(one => SearchSignals.CoverageOf(question.Own, one.Passage))], OwnWeight));
        }

        return RankFusion.Fuse([.. lists]);
    }

    private IReadOnlyList<FoundPassage> Best(IReadOnlyList<FoundPassage> found, PassageMatches matches)
    {
        HashSet<string> near = [.. Near(matches.ByWords).Concat(Near(matches.ByVector)).Select(one => one.Passage.Id)];
        return Diversity.Choose([.. found.Where(one => near.Contains(one.Passage.Id))], options.MaxPassages);
    }

    private IEnumerable<FoundPassage> Near(IReadOnlyList<FoundPassage> list) =>
        list.TakeWhile(one => one.Score >= options.ShareOfBest * list[0].Score && one.Score > 0);
}
