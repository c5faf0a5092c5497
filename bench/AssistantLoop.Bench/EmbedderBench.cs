using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Embeddings;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench;

/// <summary>An embedder's speed, and how well it finds texts of held-out pairs beside BM25 and the same encoder before
/// training.</summary>
internal static class EmbedderBench
{
    private const int Passages = 2000;
    private const int WordsOfPassage = 60;
    private const int Rounds = 5;
    private const int Queries = 300;

    public static async Task RunAsync(
        string folder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        string? data = Environment.GetEnvironmentVariable("ASSISTANTLOOP_DIALOGUES");
        string? wordNet = Environment.GetEnvironmentVariable("ASSISTANTLOOP_WORDNET");
        EmbedderData pairs = EmbedderData.Read(1, data, wordNet);
        using BertEmbedder embedder = Load(folder, workplace, threads);
        await SpeedAsync(embedder, folder, pairs, cancellationToken);

        string untrained = Path.Combine(workplace.Folder, "untrained");
        using (EmbedderFolder files = EmbedderFolder.Open(folder))
        {
            WriteUntrained(files, untrained);
        }

        using BertEmbedder before = Load(untrained, workplace, threads);
        Console.WriteLine($"{"held-out pairs",-36} {"recall@1",8} {"recall@5",8} {"MRR",6}");
        foreach (PairSource source in pairs.Sources.Where(source => source.HeldOut.Count > 1))
        {
            TextPair[] asked = [.. source.HeldOut];
            TextPair[] typed = [.. asked.Select((pair, at) => pair with { Query = pairs.Noise.Apply(pair.Query, Dice.For(99, at)) })];
            foreach ((string kind, TextPair[] queries) in ((string, TextPair[])[])[("", asked), (", as typed", typed)])
            {
                string name = $"{source.Name}{kind} ({queries.Length})";
                Show(name, "BM25", Bm25.Score(queries));
                Show(name, "untrained", await ScoreAsync(before, queries, cancellationToken));
                Show(name, "embedder", await ScoreAsync(embedder, queries, cancellationToken));
            }
        }
    }

    private static BertEmbedder Load(string folder, Workplace workplace, int threads) => BertEmbedder.Load(
        new EmbedderOptions { Folder = folder, CacheFolder = workplace.CacheFolder, Threads = threads });

    private static async Task SpeedAsync(
        BertEmbedder embedder, string folder, EmbedderData pairs, CancellationToken cancellationToken)
    {
        string[] passages = [.. PassagesOf(pairs).Take(Passages)];
        using EmbedderFolder files = EmbedderFolder.Open(folder);
        double tokens = passages.Average(passage => files.Encode(passage).Length);
        long start = Stopwatch.GetTimestamp();
        foreach (string passage in passages)
        {
            files.Encode(passage);
        }

        double cutting = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Passages;
        await embedder.GenerateAsync(passages.Take(100), null, cancellationToken);
        List<double> speeds = [];
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
            start = Stopwatch.GetTimestamp();
            await embedder.GenerateAsync(passages, null, cancellationToken);
            speeds.Add(Passages / Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: {speeds[^1]:0} passages/s, {Passages / processor.TotalSeconds:0} a second of one processor's time"));
        }

        List<double> queries = [];
        for (int i = 0; i < Queries; i++)
        {
            start = Stopwatch.GetTimestamp();
            await embedder.GenerateAsync([pairs.Sources[0].HeldOut[i % 100].Query], null, cancellationToken);
            queries.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors; passages of {WordsOfPassage} words, {tokens:0} tokens; cutting {cutting:0} µs a passage"));
        Console.WriteLine($"passages/s  {Spread.Of(speeds, "0")}");
        Console.WriteLine($"a query, ms {Spread.Of(queries, "0.00")}");
    }

    // Passages of the generated corpus, joined until they have the words.
    private static IEnumerable<string> PassagesOf(EmbedderData pairs)
    {
        List<string> words = [];
        for (long number = 0; ; number++)
        {
            words.AddRange(pairs.Sources[0].Draw(Dice.For(7, number)).Text.Split(' '));
            if (words.Count >= WordsOfPassage)
            {
                yield return string.Join(' ', words.Take(WordsOfPassage));
                words.Clear();
            }
        }
    }

    private static void WriteUntrained(EmbedderFolder files, string folder)
    {
        EmbedderRecipe recipe = new()
        {
            HiddenSize = files.Config.HiddenSize,
            LayerCount = files.Config.LayerCount,
            HeadCount = files.Config.HeadCount,
            IntermediateSize = files.Config.IntermediateSize,
            MaxTokens = files.MaxTokens,
        };
        string[] vocabulary = File.ReadAllLines(Path.Combine(files.Path, "vocab.txt"));
        using BertEncoder encoder = new(recipe.ToConfig(vocabulary.Length), 1, TorchSharp.torch.CPU);
        EmbedderFiles.Write(folder, recipe, vocabulary, encoder);
    }

    private static async Task<RetrievalScore> ScoreAsync(
        BertEmbedder embedder, TextPair[] pairs, CancellationToken cancellationToken)
    {
        EmbeddingGenerationOptions query = new() { AdditionalProperties = new() { [BertEmbedder.PromptProperty] = BertEmbedder.QueryPrompt } };
        var queries = await embedder.GenerateAsync(pairs.Select(pair => pair.Query), query, cancellationToken);
        var texts = await embedder.GenerateAsync(pairs.Select(pair => pair.Text), null, cancellationToken);
        return RetrievalScore.Of([.. pairs.Select(pair => pair.Group)], (q, t) =>
            System.Numerics.Tensors.TensorPrimitives.Dot(queries[q].Vector.Span, texts[t].Vector.Span));
    }

    private static void Show(string name, string way, RetrievalScore score) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-26} {way,-9} {score.Recall1,8:P1} {score.Recall5,8:P1} {score.Mrr,6:0.000}"));
}
