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
    AssistantLoop.Bench prefix [starter|smollm2|FOLDER] [THREADS]
      The time to the first token of prompts of 1,000 tokens that share 800, with the prefix cache and without.
    AssistantLoop.Bench llama [starter|smollm2|FOLDER] [THREADS]
      The engine in int4 and int8 against llama.cpp in Q4_0 and Q8_0 on the same random weights, 2 threads by default.
      It needs the packages of bench/llama: npm ci --prefix bench/llama --ignore-scripts --omit=optional.
    AssistantLoop.Bench profile [starter|smollm2|FOLDER] [THREADS]
      The time of each kind of node in a step. Measuring slows the many small ones.
    """;

if (args is not ["decode" or "json" or "lookup" or "prefix" or "llama" or "profile", ..] || args.Length > 3)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string model = args.Length > 1 ? args[1] : args[0] is "llama" or "profile" ? "smollm2" : args[0] is "decode" or "prefix" ? "starter" : "models/starter";
int threads = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
using var workplace = new Workplace();
await (args[0] switch
{
    "json" => JsonBench.RunAsync(model, workplace, threads, CancellationToken.None),
    "llama" => LlamaBench.RunAsync(workplace.ModelFolder(model), workplace, threads == 0 ? 2 : threads),
    "profile" => ProfileBench.RunAsync(workplace.ModelFolder(model), workplace, threads, CancellationToken.None),
    "prefix" => PrefixBench.RunAsync(workplace.ModelFolder(model), workplace, threads, CancellationToken.None),
    "lookup" => LookupBench.RunAsync(model, workplace, threads, CancellationToken.None),
    _ => DecodeBench.RunAsync(workplace.ModelFolder(model), workplace, threads, CancellationToken.None),
});
return 0;
