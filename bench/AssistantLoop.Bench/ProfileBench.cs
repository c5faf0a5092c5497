using System.Text.Json;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>Where a step's time goes: the time of each kind of node, as ONNX Runtime measures it, in decode with some rows
/// and in prefill.</summary>
internal static class ProfileBench
{
    private const int PromptLength = 1000;
    private const int AnswerLength = 64;

    private static readonly (string Name, int Rows, int Prompt, int Answer)[] s_cases =
        [("decode, 1 row", 1, 1, AnswerLength), ("decode, 8 rows", 8, 1, AnswerLength), ("decode, 16 rows", 16, 1, AnswerLength), ("prefill", 1, PromptLength, 1)];

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        foreach (Precision precision in new[] { Precision.Int4, Precision.Int8 })
        {
            foreach (bool adapter in new[] { false, true })
            {
                foreach ((string name, int rows, int prompt, int answer) in s_cases)
                {
                    string folder = Path.Combine(workplace.CacheFolder, "profile");
                    await using (Engine engine = Engine.Load(new EngineOptions
                    {
                        ModelFolder = modelFolder,
                        CacheFolder = workplace.CacheFolder,
                        Precision = precision,
                        Threads = threads,
                        Slots = 16,
                        ContextLength = 1100,
                        PrefixCacheBytes = 0,
                        GuessTokens = 0,
                        ProfileFolder = folder,
                    }))
                    {
                        if (adapter)
                        {
                            engine.AddAdapter("adapter", workplace.WriteAdapter(engine.Model.Config, 16));
                        }

                        for (int repeat = 0; repeat < 3; repeat++)
                        {
                            await Task.WhenAll(Enumerable.Range(0, rows).Select(_ => DecodeBench.AnswerAsync(
                                engine, prompt, answer, adapter ? "adapter" : null, cancellationToken)));
                        }
                    }

                    Console.WriteLine($"{precision}, {name}{(adapter ? ", adapter" : "")}");
                    Report(folder);
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
    }

    private static void Report(string folder)
    {
        Dictionary<string, (int Count, double Time)> kinds = [];
        double runs = 0;
        foreach (string file in Directory.GetFiles(folder))
        {
            using JsonDocument profile = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement item in profile.RootElement.EnumerateArray())
            {
                string name = item.GetProperty("name").GetString()!;
                double time = item.GetProperty("dur").GetDouble() / 1e3;
                if (name == "model_run")
                {
                    runs += time;
                }
                else if (name.EndsWith("_kernel_time", StringComparison.Ordinal))
                {
                    string kind = item.GetProperty("args").GetProperty("op_name").GetString()!;
                    (int count, double sum) = kinds.GetValueOrDefault(kind);
                    kinds[kind] = (count + 1, sum + time);
                }
            }
        }

        foreach ((string kind, (int count, double time)) in kinds.OrderByDescending(kind => kind.Value.Time))
        {
            Console.WriteLine($"  {kind,-40} {count,7} nodes {time,9:0.0} ms {100 * time / runs,5:0.0} %");
        }

        Console.WriteLine($"  {"between nodes",-40} {"",13} {runs - kinds.Values.Sum(kind => kind.Time),9:0.0} ms of {runs:0.0}");
    }
}
