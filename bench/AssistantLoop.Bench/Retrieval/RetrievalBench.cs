using System.Globalization;
using AssistantLoop.Evaluation.Comparison;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Which passages the questions of bench/retrieval find by words, by meaning and by both, and how well a search tells that
/// the documents do not say.
/// </summary>
internal static class RetrievalBench
{
    private const string Tenant = "bench";
    private const int Depth = 10;

    private static readonly SearchOptions s_hybrid = new() { MaxPassages = Depth, AnswerableFrom = 0, ShareOfBest = 0 };

    private static readonly (string Name, SearchOptions Options)[] s_ways =
    [
        ("words", s_hybrid with { VectorWeight = 0 }),
        ("meaning", s_hybrid with { WordsWeight = 0 }),
        ("both", s_hybrid),
        ("both, re-ranked", s_hybrid with { Rerank = true }),
    ];

    public static async Task RunAsync(string shared, Workplace workplace, CancellationToken cancellationToken)
    {
        using BertEmbedder embedder = BertEmbedder.Load(new EmbedderOptions { Folder = "models/embedder", CacheFolder = workplace.CacheFolder });
        Corpus[] corpora = [Corpus.Sample(), .. Corpus.Products(shared) is { } products ? [products] : Array.Empty<Corpus>()];
        List<(SearchSignals Signals, bool Answered)[]> signals = [];
        Dictionary<string, List<RankedMeasures>> all = s_ways.ToDictionary(way => way.Name, _ => new List<RankedMeasures>());
        foreach (Corpus corpus in corpora)
        {
            using Database database = await Database.OpenAsync(
                Path.Combine(workplace.Folder, corpus.Name), TimeProvider.System, cancellationToken);
            using EmbeddedPassageIndex index = new(database, embedder);
            DocumentIndexer indexer = new(new(database), index, new PassageEmbedder(new PassageVectors(database), embedder));
            await indexer.ReplaceAsync(Tenant, corpus.Documents, cancellationToken);
            Dictionary<string, RankedMeasures[]> measured = [];
            foreach ((string name, SearchOptions options) in s_ways)
            {
                measured[name] = await MeasureAsync(corpus, new PassageSearch(index, options, embedder), cancellationToken);
                all[name].AddRange(measured[name]);
            }

            Tell($"{corpus.Name}: {corpus.Documents.Sum(document => document.Passages.Count)} passages", measured);
            signals.Add(await SignalsAsync(corpus, new PassageSearch(index, s_hybrid, embedder), cancellationToken));
        }

        if (corpora.Length > 1)
        {
            Tell("all", all.ToDictionary(way => way.Key, way => way.Value.ToArray()));
        }

        Answerabilities(corpora, signals);
    }

    private static async Task<RankedMeasures[]> MeasureAsync(Corpus corpus, PassageSearch search, CancellationToken cancellationToken)
    {
        List<RankedMeasures> measures = [];
        foreach (LabelledQuestion question in corpus.Questions.Where(question => question.IsAnswered))
        {
            SearchResult result = await search.SearchAsync(question.Request(Tenant), cancellationToken);
            measures.Add(RankedMeasures.Of(question, result.Ranking, corpus.NameOf));
        }

        return [.. measures];
    }

    private static async Task<(SearchSignals, bool)[]> SignalsAsync(Corpus corpus, PassageSearch search, CancellationToken cancellationToken)
    {
        List<(SearchSignals, bool)> signals = [];
        foreach (LabelledQuestion question in corpus.Questions)
        {
            signals.Add(((await search.SearchAsync(question.Request(Tenant), cancellationToken)).Signals, question.IsAnswered));
        }

        return [.. signals];
    }

    private static void Tell(string title, Dictionary<string, RankedMeasures[]> measured)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}, {measured["both"].Length} questions"));
        foreach ((string name, RankedMeasures[] measures) in measured)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-16} recall@5 {measures.Average(one => one.Recall),6:0.000}  MRR@10 {measures.Average(one => one.Reciprocal),6:0.000}"));
        }

        foreach (string other in (string[])["words", "meaning"])
        {
            Console.WriteLine($"  both against {other}: recall@5 {Against(measured, other, one => one.Recall)}; MRR {Against(measured, other, one => one.Reciprocal)}");
        }
    }

    private static string Against(Dictionary<string, RankedMeasures[]> measured, string other, Func<RankedMeasures, double> of)
    {
        double[] differences = [.. measured["both"].Zip(measured[other], (both, one) => of(both) - of(one))];
        Interval interval = PairedBootstrap.OfMean(differences, 0.95);
        double chance = SignTest.TwoSided(differences.Count(one => one > 0), differences.Count(one => one < 0));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{differences.Average():+0.000;-0.000} [{interval.Low:+0.000;-0.000}, {interval.High:+0.000;-0.000}], sign test p {chance:0.0000}");
    }

    // Each corpus is judged by weights fitted to the other; where there is one alone, its second half by its first.
    private static void Answerabilities(Corpus[] corpora, List<(SearchSignals Signals, bool Answered)[]> signals)
    {
        for (int at = 0; at < corpora.Length; at++)
        {
            (SearchSignals, bool)[] fit = corpora.Length > 1 ? signals[1 - at] : [.. signals[0].Where((_, place) => place % 2 == 0)];
            (SearchSignals Signals, bool Answered)[] judged = corpora.Length > 1 ? signals[at] : [.. signals[0].Where((_, place) => place % 2 == 1)];
            Answerability weights = Answerability.Fit(fit);
            (double Estimate, bool Answered)[] estimates = [.. judged.Select(one => (weights.Of(one.Signals), one.Answered))];
            Console.WriteLine($"{corpora[at].Name}, \"the documents do not say\": {AnswerabilityScore.Of(estimates)}");
        }

        Answerability shipped = Answerability.Fit([.. signals.SelectMany(one => one)]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"weights fitted to all: bias {shipped.Bias:0.###}, coverage {shipped.Coverage:0.###}, wordScore {shipped.WordScore:0.###}, cosine {shipped.Cosine:0.###}"));
    }
}
