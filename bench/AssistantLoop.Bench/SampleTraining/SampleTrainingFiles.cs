using System.Text.Json;
using AssistantLoop.Bench.Retrieval;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.SampleTraining;

/// <summary>
/// Writes the sample business's training/samples.jsonl and training/pairs.jsonl from training/source.yaml, with prompts as a
/// visitor's answer would have them. To be run again after the documents, the prompt or the style change.
/// </summary>
internal static class SampleTrainingFiles
{
    private const string Business = "samples/alder-finch";
    private const int Context = 512;
    private const int Answer = 128;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidOperationException">An entry cites a passage that its question does not find; nothing is written.</exception>
    public static async Task RunAsync(string modelFolder, Workplace workplace, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Business, "training");
        SourceFile source = YamlFile.Read<SourceFile>(Path.Combine(folder, "source.yaml"));
        BusinessProfile profile = BusinessProfile.Load(Business);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(modelFolder);
        using BertEmbedder embedder = BertEmbedder.Load(new EmbedderOptions { Folder = "models/embedder", CacheFolder = workplace.CacheFolder });
        using Database database = await Database.OpenAsync(Path.Combine(workplace.Folder, "training"), TimeProvider.System, cancellationToken);
        using EmbeddedPassageIndex index = new(database, embedder);
        DocumentIndexer indexer = new(new(database), index, new PassageEmbedder(new PassageVectors(database), embedder));
        await indexer.ReplaceAsync(profile.Tenant, Corpus.Sample().Documents, cancellationToken);
        await using Engine engine = Engine.Load(new EngineOptions { ModelFolder = modelFolder, CacheFolder = workplace.CacheFolder, ContextLength = Context });
        using EngineChatClient client = new(engine);
        SampleWriter writer = new(
            source,
            profile,
            new PassageSearch(index, new SearchOptions { Answerability = Shipped() }, embedder, BenchJudge.Of(engine, client)),
            new PromptBuilder(text => tokenizer.Encode(text).Length, Context - Answer),
            PromptTemplate.Load(Path.Combine("prompts", profile.Prompt + ".yaml")),
            StyleTemplate.Load(Path.Combine("style-templates", profile.Style + ".yaml")));

        List<ChatSample> samples = [];
        foreach (SourceFile.Entry entry in source.Samples)
        {
            (IReadOnlyList<SampleMessage> prompt, SampleMessage say, _) = await writer.MakeAsync(entry, cancellationToken);
            samples.Add(new([.. prompt, say]));
        }

        List<PreferencePair> pairs = [];
        foreach (SourceFile.Entry entry in source.Pairs)
        {
            (IReadOnlyList<SampleMessage> prompt, SampleMessage say, SampleMessage not) = await writer.MakeAsync(entry, cancellationToken);
            pairs.Add(new(prompt, say, not));
        }

        if (writer.Problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', writer.Problems));
        }

        ChatSampleFile.Write(Path.Combine(folder, "samples.jsonl"), samples);
        PreferenceFile.Write(Path.Combine(folder, "pairs.jsonl"), pairs);
        Console.WriteLine($"{samples.Count} samples, {pairs.Count} pairs");
    }

    private static Answerability Shipped()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes("models/answerability.json"));
        return file.RootElement.GetProperty("weights").Deserialize<Answerability>(s_json)!;
    }
}
