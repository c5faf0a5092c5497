using AssistantLoop.Bench;

const string Usage = """
    AssistantLoop.Bench decode [starter|smollm2|FOLDER] [THREADS]
      Tokens a second of the decode engine: prefill of 384 tokens and decode with 1 and 8 rows, in fp32, int8 and int4,
      without and with a LoRA adapter of rank 16 on all modules. starter and smollm2 are shapes filled with random
      weights; FOLDER is a model folder. THREADS of 0, the default, leaves the choice to ONNX Runtime.
    AssistantLoop.Bench json [FOLDER] [THREADS]
      What holding answers to a JSON schema costs, in alternate rounds with free answers. FOLDER (default:
      models/starter) is a model folder with a tokenizer.
    AssistantLoop.Bench lookup [FOLDER] [THREADS]
      What guessing from the prompt is worth, on answers that quote their passages and on free ones.
    AssistantLoop.Bench llama [starter|smollm2|FOLDER] [THREADS]
      The engine in int4 and int8 against llama.cpp in Q4_0 and Q8_0 on the same random weights, 2 threads by default.
      It needs the packages of bench/llama: npm ci --prefix bench/llama --ignore-scripts --omit=optional.
    AssistantLoop.Bench soak [FOLDER] [MINUTES]
      Whether memory stays flat under a steady stream of requests of all kinds, while adapters come and go; 120 minutes
      by default.
    AssistantLoop.Bench serve [FOLDER] [CLIENTS]
      What serving costs: chat clients (default: 64) through SignalR against the bare engine, in alternate rounds.
    """;

if (args is not ["decode" or "json" or "lookup" or "llama" or "soak" or "serve", ..] || args.Length > 3)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string model = args.Length > 1 ? args[1] : args[0] is "llama" ? "smollm2" : args[0] is "decode" ? "starter" : "models/starter";
int threads = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
using var workplace = new Workplace();
await (args[0] switch
{
    "json" => JsonBench.RunAsync(model, workplace, threads, CancellationToken.None),
    "llama" => LlamaBench.RunAsync(workplace.ModelFolder(model), workplace, threads == 0 ? 2 : threads),
    "lookup" => LookupBench.RunAsync(model, workplace, threads, CancellationToken.None),
    "soak" => SoakBench.RunAsync(model, workplace, TimeSpan.FromMinutes(threads == 0 ? 120 : threads)),
    "serve" => ServeBench.RunAsync(model, workplace, clients: threads == 0 ? 64 : threads, CancellationToken.None),
    _ => DecodeBench.RunAsync(workplace.ModelFolder(model), workplace, threads, CancellationToken.None),
});
return 0;
