using System.Diagnostics;
using System.Globalization;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Ingest;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>From files to searchable passages with an embedder: passages a second, and memory over time.</summary>
internal static class IngestBench
{
    private const string Tenant = "bench";

    public static async Task RunAsync(string folder, int files, Workplace workplace, CancellationToken cancellationToken)
    {
        string source = Path.Combine(workplace.Folder, "files");
        Directory.CreateDirectory(source);
        for (int number = 0; number < files; number++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(source, string.Create(CultureInfo.InvariantCulture, $"{number:000000}.md")),
                string.Join("\n\n", MadePassages.Document(number, 0).Passages.Select(passage => $"## {passage.TitlePath}\n\n{passage.Text}")),
                cancellationToken);
        }

        using BertEmbedder embedder = BertEmbedder.Load(new EmbedderOptions { Folder = folder, CacheFolder = workplace.CacheFolder });
        using Database database = await Database.OpenAsync(
            Path.Combine(workplace.Folder, "ingest"), TimeProvider.System, cancellationToken);
        using EmbeddedPassageIndex index = new(database, embedder);
        DocumentStore documents = new(database);
        DocumentIndexer indexer = new(documents, index, new PassageEmbedder(new PassageVectors(database), embedder));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load("models/starter");
        FolderIngest ingest = new(new DocumentIntake(documents, indexer, new DocumentReader(
            new PassageSplitter(text => tokenizer.Encode(text).Length),
            (format, content, _) => Task.FromResult(DocumentParser.Parse(format, content)))));
        Resident resident = new();
        long started = Stopwatch.GetTimestamp();
        IngestResult result = await ingest.RunAsync(Tenant, source, resident, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        int passages = (await documents.PassagesAsync(Tenant, cancellationToken)).Count;
        started = Stopwatch.GetTimestamp();
        IngestResult again = await ingest.RunAsync(Tenant, source, resident, cancellationToken);
        double unchanged = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {result.Added} files, {passages} passages in {seconds:0.0} s: {passages / seconds:0} passages a second with {folder}
            the same folder again: {unchanged:0.0} s, {again.Unchanged} unchanged
            resident MiB after each tenth: {string.Join(' ', resident.Tenths)}
            """));
    }

    private sealed class Resident : IProgress<IngestProgress>
    {
        public List<long> Tenths { get; } = [];

        public void Report(IngestProgress value)
        {
            if (Tenths.Count < 10 && value.Done >= (Tenths.Count + 1) * value.Total / 10)
            {
                using Process self = Process.GetCurrentProcess();
                Tenths.Add(self.WorkingSet64 >> 20);
            }
        }
    }
}
