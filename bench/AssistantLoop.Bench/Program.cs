using AssistantLoop.Bench;

const string Usage = """
    AssistantLoop.Bench decode [starter|smollm2|FOLDER] [THREADS]
      Tokens a second of the decode engine: prefill of 384 tokens and decode with 1 and 8 rows, in fp32, int8 and int4,
      without and with a LoRA adapter of rank 16 on all modules. starter and smollm2 are shapes filled with random
      weights; FOLDER is a model folder. THREADS of 0, the default, leaves the choice to ONNX Runtime.
    """;

if (args is not ["decode", ..] || args.Length > 3)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string model = args.Length > 1 ? args[1] : "starter";
int threads = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
using var workplace = new Workplace();
await DecodeBench.RunAsync(workplace.ModelFolder(model), workplace, threads, CancellationToken.None);
return 0;
