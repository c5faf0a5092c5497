using System.Diagnostics;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>Measures the engine from the outside, as a chat uses it: requests in, tokens out.</summary>
internal static class DecodeBench
{
    private const int PromptLength = 384;
    private const int AnswerLength = 96;
    private const int Rank = 16;
    private const int Repeats = 3;

    private static readonly (string Name, int Rows, bool Adapter)[] s_cases =
    [
        ("decode, 1 row", 1, false), ("decode, 8 rows", 8, false),
        ("decode, 1 row, adapter", 1, true), ("decode, 8 rows, adapter", 8, true),
    ];

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        int processors = Environment.ProcessorCount;
        Console.WriteLine($"{processors} processors, tokens a second, best of {Repeats}; x: ratio to fp32");
        Dictionary<string, double> reference = [];
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            await using Engine engine = Engine.Load(new EngineOptions
            {
                ModelFolder = modelFolder,
                CacheFolder = workplace.CacheFolder,
                Precision = precision,
                Threads = threads,
                ContextLength = 512,
                // The same prompt is read again and again, and its answer repeats itself.
                PrefixCacheBytes = 0,
                GuessTokens = 0,
            });
            engine.AddAdapter("adapter", workplace.WriteAdapter(engine.Model.Config, Rank));
            Report("prefill", await PrefillAsync(engine, null, cancellationToken));
            Report("prefill, adapter", await PrefillAsync(engine, "adapter", cancellationToken));
            foreach ((string name, int rows, bool adapter) in s_cases)
            {
                Report(name, await DecodeAsync(engine, rows, adapter ? "adapter" : null, cancellationToken));
            }

            void Report(string name, double speed)
            {
                reference.TryAdd(name, speed);
                Console.WriteLine($"{precision,-5} {name,-24} {speed,9:0} x {speed / reference[name]:0.00}");
            }

            using var process = Process.GetCurrentProcess();
            Console.WriteLine($"{precision,-5} {"resident memory, MB",-24} {process.WorkingSet64 / 1e6,9:0}");
        }
    }

    private static Task<double> PrefillAsync(Engine engine, string? adapter, CancellationToken cancellationToken) =>
        BestAsync(PromptLength, () => AnswerAsync(engine, PromptLength, 1, adapter, cancellationToken));

    private static Task<double> DecodeAsync(
        Engine engine, int rows, string? adapter, CancellationToken cancellationToken) =>
        BestAsync(rows * AnswerLength, () => Task.WhenAll(
            Enumerable.Range(0, rows).Select(_ => AnswerAsync(engine, 1, AnswerLength, adapter, cancellationToken))));

    private static async Task<double> BestAsync(int tokens, Func<Task> run)
    {
        await run();
        double best = 0;
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await run();
            best = Math.Max(best, tokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>One answer, to its end.</summary>
    public static async Task AnswerAsync(
        Engine engine, int prompt, int answer, string? adapter, CancellationToken cancellationToken)
    {
        var request = new GenerationRequest
        {
            Prompt = [.. Enumerable.Range(0, prompt).Select(i => i * 7 % 1000)],
            MaxTokens = answer,
            AdapterId = adapter,
            IdsOnly = true,
            EndTokens = [],
        };
        await foreach (GeneratedToken _ in engine.GenerateAsync(request, cancellationToken))
        {
        }
    }
}
