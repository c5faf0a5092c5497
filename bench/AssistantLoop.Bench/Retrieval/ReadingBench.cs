using System.Globalization;
using System.Text.Json;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Probes;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// Facts asked of made businesses that training never saw, each with forty documents of three passages: whether the search
/// finds the passage, and whether the model states the fact from what was found.
/// </summary>
internal static class ReadingBench
{
    private const string Tenant = "bench";
    private const int Documents = 40;
    private const int PassagesEach = 3;
    private const int Questions = 25;
    private const int ShownWrong = 5;

    private static readonly double[] s_thresholds = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(string modelFolder, Workplace workplace, int businesses, CancellationToken cancellationToken)
    {
        using BertEmbedder embedder = BertEmbedder.Load(new EmbedderOptions { Folder = "models/embedder", CacheFolder = workplace.CacheFolder });
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            ContextLength = 512,
        });
        using EngineChatClient client = new(engine);
        PassageJudge? judge = BenchJudge.Of(engine, client);
        List<Outcome> outcomes = [];
        for (int number = 0; number < businesses; number++)
        {
            MadeBusiness made = MadeBusiness.Draw(number, Documents * PassagesEach, Questions);
            using Database database = await Database.OpenAsync(
                Path.Combine(workplace.Folder, $"reading-{number}"), TimeProvider.System, cancellationToken);
            using EmbeddedPassageIndex index = new(database, embedder);
            DocumentIndexer indexer = new(new(database), index, new PassageEmbedder(new PassageVectors(database), embedder));
            await indexer.ReplaceAsync(Tenant, [.. made.Passages.Chunk(PassagesEach).Select(Document)], cancellationToken);
            Asker asker = new(
                made, new PassageSearch(index, new SearchOptions { Answerability = Weights() }, embedder, judge), client,
                new PromptBuilder(text => engine.Model.Tokenizer.Encode(text).Length, 512 - 96));
            foreach (DrawnTurn turn in made.Asked)
            {
                Statement said = turn.Statements[0];
                outcomes.Add(await asker.AskAsync(turn.Question, said.Value, made.Passages[said.Passage - 1], cancellationToken));
            }

            foreach (string question in made.Unstated)
            {
                outcomes.Add(await asker.AskAsync(question, null, null, cancellationToken));
            }

            Console.Error.Write($"business {number + 1} of {businesses}   \r");
        }

        Write(outcomes);
    }

    private static NewDocument Document(Passage[] passages, int number) => new(
        new Document { Path = $"{number}.md", Title = passages[0].Title, ContentHash = $"{number}" },
        [.. passages.Select((passage, at) => new NewPassage(passage.Title, passage.Text, $"{at}"))]);

    // As shipped, for the shipped embedder.
    private static Answerability Weights() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText("models/answerability.json")).GetProperty("weights")
            .Deserialize<Answerability>(s_json)!;

    private static void Write(List<Outcome> outcomes)
    {
        Outcome[] stated = [.. outcomes.Where(one => one.Wanted is not null)], unstated = [.. outcomes.Where(one => one.Wanted is null)];
        Console.WriteLine($"facts asked: {stated.Length}; not in the documents: {unstated.Length}");
        Tell("passage found and shown", stated, one => one.Found);
        if (stated.Any(one => one.Chances.Count > 0))
        {
            Tell("kept by the judge where it was found", [.. stated.Where(one => one.Chances.Any(each => each.Right))], one => one.Found);
            Tell("no passage left where they do not say", unstated, one => one.Shown == 0);
            WriteThresholds(stated, unstated);
        }

        Tell("fact stated", stated, one => one.Right);
        Tell("fact stated where the passage was found", [.. stated.Where(one => one.Found)], one => one.Right);
        Tell("refused though the documents say", stated, one => one.Refused);
        Tell("refused where they do not", unstated, one => one.Refused);
        foreach (Outcome wrong in stated.Where(one => one is { Found: true, Right: false }).Take(ShownWrong)
            .Concat(unstated.Where(one => !one.Refused).Take(ShownWrong)))
        {
            Console.WriteLine($"  {wrong.Question}\n    said:   {wrong.Answer}\n    wanted: {wrong.Wanted ?? "a refusal"}");
        }
    }

    // What the judge would do with another threshold.
    private static void WriteThresholds(Outcome[] stated, Outcome[] unstated)
    {
        (double Chance, bool Right)[] judged = [.. stated.SelectMany(one => one.Chances)];
        Console.WriteLine("  kept from   right kept   others left out   none left where they do not say");
        foreach (double from in s_thresholds)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {from,9}   {judged.Where(one => one.Right).Average(one => one.Chance >= from ? 1.0 : 0),10:0.000}   {judged.Where(one => !one.Right).Average(one => one.Chance < from ? 1.0 : 0),15:0.000}   {unstated.Average(one => one.Chances.All(each => each.Chance < from) ? 1.0 : 0),31:0.000}"));
        }
    }

    private static void Tell(string what, Outcome[] of, Func<Outcome, bool> holds) =>
        Console.WriteLine($"{what,-40} {of.Average(one => holds(one) ? 1.0 : 0),6:0.000}");

    private sealed record Outcome(
        string Question, string Answer, string? Wanted, IReadOnlyList<(double Chance, bool Right)> Chances, bool Found, int Shown,
        bool Right, bool Refused);

    private sealed class Asker(MadeBusiness made, PassageSearch search, EngineChatClient client, PromptBuilder builder)
    {
        private static readonly PromptTemplate s_prompt = PromptTemplate.Load("prompts/answer.yaml");

        private readonly BusinessProfile _profile = BusinessProfile.Load("samples/alder-finch") with
        {
            Business = made.Business,
            Assistant = made.Assistant,
        };

        public async Task<Outcome> AskAsync(string question, string? value, Passage? passage, CancellationToken cancellationToken)
        {
            SearchResult found = await search.SearchAsync(new SearchRequest(Tenant, question), cancellationToken);
            AssembledPrompt prompt = builder.Build(
                _profile, s_prompt, new("Tone: warm and brief.", [], []), [new(ChatRole.User, question)], found.Passages);
            string answer = (await client.GetResponseAsync(prompt.Messages, s_prompt.Options(), cancellationToken)).Text;
            ProbeCheck check = new() { Holds = value is null ? [] : [value], Refuses = value is null };
            bool Holds(FoundPassage found) => found.Passage.Text == passage?.Text;
            return new(
                question, answer, value, [.. found.Judged.Select(one => (one.Chance, Holds(one.Found)))], prompt.Passages.Any(Holds), prompt.Passages.Count,
                check.Judge(answer).Fact, answer.Contains(ProbeCheck.RefusalPhrase, StringComparison.OrdinalIgnoreCase));
        }
    }
}
