using System.Globalization;
using AssistantLoop.Bench;
using AssistantLoop.Bench.Hub;
using AssistantLoop.Bench.Loop;
using AssistantLoop.Bench.Retrieval;
using AssistantLoop.Bench.SampleTraining;
using AssistantLoop.Bench.Scaling;

const string Usage = """
    AssistantLoop.Bench decode [starter|smollm2|FOLDER] [THREADS]
      Tokens a second of the decode engine: prefill of 384 tokens and decode with 1 and 8 rows, in fp32, int8 and int4,
      without and with a LoRA adapter of rank 16 on all modules. starter and smollm2 are shapes filled with random
      weights; FOLDER is a model folder. THREADS of 0, the default, leaves the choice to ONNX Runtime.
    AssistantLoop.Bench llama [starter|smollm2|FOLDER] [THREADS]
      The engine in int4 and int8 against llama.cpp in Q4_0 and Q8_0 on the same random weights, 2 threads by default.
    AssistantLoop.Bench profile [starter|smollm2|FOLDER] [THREADS]
      The time of each kind of node in a step. Measuring slows the many small ones.
    AssistantLoop.Bench adapters [starter|smollm2|FOLDER] [THREADS]
      What one adapter of rank 16 on all modules costs, and four in one batch against one.
    AssistantLoop.Bench prefix [starter|smollm2|FOLDER] [THREADS]
      The time to the first token of prompts that share 800 of their 1,000 tokens, with the prefix cache and without.
    AssistantLoop.Bench json [FOLDER] [THREADS]
      What holding answers to a JSON schema costs, in alternate rounds with free answers. FOLDER (default:
      models/starter) is a model folder with a tokenizer.
    AssistantLoop.Bench entropy [FOLDER] [THREADS]
      What it costs to say how unsure the model is of each token, in alternate rounds with answers that do not.
    AssistantLoop.Bench cache [starter|smollm2|FOLDER] [THREADS]
      What keys and values of 8 bits are worth against floats, with 1,000 tokens before each answer.
    AssistantLoop.Bench lookup [FOLDER] [THREADS]
      What guessing from the prompt is worth, on answers that quote their passages and on free ones.
    AssistantLoop.Bench serve [deep|FOLDER] [CLIENTS]
      What serving costs: chat clients (default: 64) through SignalR against the bare engine, in alternate rounds. deep is
      the starter with layers added that change nothing, so that a step costs what one of 100 million parameters does.
    AssistantLoop.Bench hub [CONNECTIONS] [STREAMS] [RATE]
      Visitors' sockets on the server with a stub for a model: 1000 connections, of which 64 follow answers of 30 tokens a
      second. What the server adds between a token's time and its arrival, and the memory of an idle connection.
    AssistantLoop.Bench hub --drops [DROPS]
      Connections that are lost at random places of answers, 1000 by default, and resumed: the text is the same.
    AssistantLoop.Bench embedder [FOLDER] [THREADS]
      A text embedder's passages a second and time of a query, and how well it finds the texts of held-out pairs beside
      BM25 and the same encoder untrained. ASSISTANTLOOP_DIALOGUES and ASSISTANTLOOP_WORDNET name the folders that
      `pretrain embedder` takes; without them the generated pairs are measured alone.
    AssistantLoop.Bench soak [FOLDER] [MINUTES]
      Whether memory stays flat under a steady stream of requests of all kinds, while adapters come and go; 120 minutes
      by default.
    AssistantLoop.Bench train [all|smollm2-6|FOLDER] [THREADS]
      A fine-tuning step, with LoRA and of all weights, against the same step in PyTorch; 2 threads by default. all, the
      default, is models/starter and then smollm2-6, SmolLM2's shape with 6 of its layers and random weights.
    AssistantLoop.Bench scaling [PLOT] [BUDGET]
      Which size of starter model learns most from equal computing: three sizes at BUDGET (default: 200) times 10^12
      operations and at a quarter of it. PLOT (default: scaling.svg) is the file that is written.
    AssistantLoop.Bench learn [FOLDER] [THREADS]
      What a model states of the facts that recorded dialogues of a task ask for, in dialogues that it has not read.
    AssistantLoop.Bench lessons [SEED] [FOLDER]
      100 corrections that teach the sample business 20 new rules and terms, and one run of the loop: held-out questions
      answered right, and the general suite, before and after, with the run's time. FOLDER is the base model's.
    AssistantLoop.Bench house-style [FOLDER] [FILE]
      How often the sample business's style is kept before and after its 100 training samples, and its 40 pairs besides;
      the first ten questions of its suite with the answers before and after are written to FILE as a Markdown table.
    AssistantLoop.Bench answer [FOLDER]
      What a visitor of the sample business waits for: the prompt, the first text, the end, and the pace between; as shipped
      and without the judge of passages. FOLDER is the base model's.
    AssistantLoop.Bench report [CASES]
      Time and memory of comparison, gate and reports for CASES (default: 1000) synthetic cases, without generation.
    AssistantLoop.Bench import - [LINES]
      Importing a file of preference pairs, 100,000 by default, and the same file again: lines a second and memory.
    AssistantLoop.Bench pipeline [PIECES]
      The data pipeline on made-up feedback (default: 100000 pieces): seconds, peak memory, and what each step did.
    AssistantLoop.Bench poison [FOLDER]
      What quarantine finds of planted feedback of several kinds, and what it takes of ordinary feedback: made up, of the
      sample business, and of recorded dialogues in FOLDER (default: /work/shared/data), where they are there.
    AssistantLoop.Bench injection [FOLDER] [THREADS]
      How often the model (default: models/starter) follows an instruction that stands in a passage, in 200 constructed
      cases of 20 families.
    AssistantLoop.Bench retrieval [SHARED]
      Which passages questions find: words alone, meaning alone and both, on the sample business and on the products in
      SHARED, where they are there; and how well "the documents do not say" is told, with weights fitted to the other half.
    AssistantLoop.Bench reading [FOLDER] [BUSINESSES]
      Facts asked of made businesses that training never saw (default: 8), with forty documents each, through the search:
      how often the passage is found and the fact stated, and how often the model refuses, rightly or not.
    AssistantLoop.Bench sample-training [FOLDER]
      No measurement: writes the sample business's training files again, with the prompts that its documents give now.
      FOLDER (default: models/starter) is a model folder whose tokenizer counts.
    AssistantLoop.Bench ingest [EMBEDDER] [FILES]
      Passages a second from files to searchable, and memory, for 1000 files of 20 passages by default.
    AssistantLoop.Bench retrieval-kill [KILLS]
      An ingest that is killed at random moments, 100 by default: what was acknowledged is there, once, in every part.
    AssistantLoop.Bench retrieval-leaks [QUESTIONS]
      Two businesses, 10,000 questions by default with the other's ids, filters, words and vectors; and that a leak is seen.
    AssistantLoop.Bench retrieval-index [PASSAGES] [QUESTIONS]
      The embedded index with 100,000 made passages of 256 dimensions by default: time of a search by words, by vector and
      by both, recall against an exact scan, time to the first answer of a new process, memory and files.
    """;

if (args is [RetrievalChild.Verb, .. string[] retrieval])
{
    await RetrievalChild.RunAsync(retrieval);
    return 0;
}

if (args is [HubServer.Verb, .. string[] served])
{
    await HubServer.RunAsync(served);
    return 0;
}

if (args is ["hub", .. string[] hub])
{
    return await HubBench.RunAsync(hub);
}

if (args is [TrainChild.Verb, .. string[] child])
{
    TrainChild.Run(child);
    return 0;
}

const string Starter = "models/starter";
if (args is ["lessons", .. { Length: <= 2 } lessons]
    && int.TryParse(lessons.ElementAtOrDefault(0) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out int seed))
{
    return await Interruptible.RunAsync(stop => LessonsBench.RunAsync(seed, lessons.ElementAtOrDefault(1) ?? Starter, stop));
}

if (args is ["house-style", .. { Length: <= 2 } style])
{
    return await Interruptible.RunAsync(stop =>
        HouseStyleBench.RunAsync(style.ElementAtOrDefault(0) ?? Starter, style.ElementAtOrDefault(1), stop));
}

if (args is ["answer", .. { Length: <= 1 } answer])
{
    return await Interruptible.RunAsync(stop => AnswerBench.RunAsync(answer.ElementAtOrDefault(0) ?? Starter, stop));
}

using var workplace = new Workplace();
Dictionary<string, (string Model, int Number, Func<string, int, Task> Run)> benches = new()
{
    ["decode"] = ("starter", 0, (model, threads) => DecodeBench.RunAsync(workplace.ModelFolder(model), workplace, threads, default)),
    ["llama"] = ("smollm2", 2, (model, threads) => LlamaBench.RunAsync(workplace.ModelFolder(model), workplace, threads)),
    ["profile"] = ("smollm2", 0, (model, threads) => ProfileBench.RunAsync(workplace.ModelFolder(model), workplace, threads, default)),
    ["adapters"] = ("smollm2", 0, (model, threads) => AdapterBench.RunAsync(workplace.ModelFolder(model), workplace, threads)),
    ["prefix"] = ("smollm2", 0, (model, threads) => PrefixBench.RunAsync(workplace.ModelFolder(model), workplace, threads, default)),
    ["cache"] = ("smollm2", 0, (model, threads) => CacheBench.RunAsync(workplace.ModelFolder(model), workplace, threads)),
    ["json"] = (Starter, 0, (model, threads) => JsonBench.RunAsync(model, workplace, threads, default)),
    ["entropy"] = (Starter, 0, (model, threads) => EntropyBench.RunAsync(model, workplace, threads, default)),
    ["lookup"] = (Starter, 0, (model, threads) => LookupBench.RunAsync(model, workplace, threads, default)),
    ["serve"] = (Starter, 64, (model, clients) => ServeBench.RunAsync(model, workplace, clients, default)),
    ["train"] = (TrainBench.All, 2, (model, threads) => TrainBench.RunAsync(model, workplace, threads)),
    ["scaling"] = ("scaling.svg", 200, (plot, budget) => Task.Run(() => ScalingBench.Run(plot, budget, workplace))),
    ["learn"] = (Starter, 2, (model, threads) => LearnBench.RunAsync(model, workplace, threads, default)),
    ["report"] = ("1000", 0, (cases, _) => ReportBench.RunAsync(int.Parse(cases, CultureInfo.InvariantCulture))),
    ["import"] = ("-", 100_000, (_, lines) => ImportBench.RunAsync(workplace, lines)),
    ["pipeline"] = ("100000", 0, (pieces, _) => PipelineBench.RunAsync(pieces, workplace)),
    ["poison"] = (PoisonBench.SharedData, 0, (folder, _) => PoisonBench.RunAsync(folder)),
    ["injection"] = (Starter, 0, (model, threads) => InjectionBench.RunAsync(model, workplace, threads, default)),
    ["retrieval-index"] = ("100000", 1000, (passages, questions) =>
        RetrievalIndexBench.RunAsync(int.Parse(passages, CultureInfo.InvariantCulture), questions, workplace, default)),
    ["retrieval-kill"] = ("100", 0, (kills, _) =>
        RetrievalKillBench.RunAsync(int.Parse(kills, CultureInfo.InvariantCulture), workplace, default)),
    ["retrieval-leaks"] = ("10000", 0, (questions, _) =>
        RetrievalLeakBench.RunAsync(int.Parse(questions, CultureInfo.InvariantCulture), workplace, default)),
    ["ingest"] = ("models/embedder", 1000, (folder, files) => IngestBench.RunAsync(folder, files, workplace, default)),
    ["sample-training"] = (Starter, 0, (model, _) => SampleTrainingFiles.RunAsync(model, workplace, default)),
    ["retrieval"] = (PoisonBench.SharedData, 0, (shared, _) => RetrievalBench.RunAsync(shared, workplace, default)),
    ["reading"] = (Starter, 24, (model, businesses) => ReadingBench.RunAsync(model, workplace, businesses, default)),
    ["embedder"] = ("models/embedder", 0, (folder, threads) => EmbedderBench.RunAsync(folder, workplace, threads, default)),
    ["soak"] = (Starter, 120, (model, minutes) => SoakBench.RunAsync(model, workplace, TimeSpan.FromMinutes(minutes))),
};

int number = 0;
if (args.Length is < 1 or > 3 || !benches.TryGetValue(args[0], out var bench)
    || (args.Length > 2 && !int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out number)))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

await bench.Run(args.Length > 1 ? args[1] : bench.Model, args.Length > 2 ? number : bench.Number);
return 0;
