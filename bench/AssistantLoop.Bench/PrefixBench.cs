using System.Diagnostics;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>What the prefix cache is worth: the time to the first token of prompts that share most of their tokens, with
/// the cache warm against an engine without one, in alternate rounds.</summary>
internal static class PrefixBench
{
    private const int PromptLength = 1000;
    private const int SharedLength = 800;
    private const int Vocabulary = 1000;
    private const int Rounds = 15;

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternate rounds, milliseconds to the first token of "
            + $"{PromptLength} tokens, {SharedLength} of them shared: median (least to most)");
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            await using Engine plain = Load(precision, 0), cached = Load(precision, 512 << 20);
            int prompts = 0;
            await TimeAsync(plain, prompts, cancellationToken);
            await TimeAsync(cached, prompts++, cancellationToken);
            List<double> without = [], with = [], ratios = [];
            for (int round = 0; round < Rounds; round++, prompts++)
            {
                without.Add(await TimeAsync(plain, prompts, cancellationToken));
                with.Add(await TimeAsync(cached, prompts, cancellationToken));
                ratios.Add(without[^1] / with[^1]);
            }

            Console.WriteLine($"{precision,-5} without the cache  {Spread.Of(without, "0")}");
            Console.WriteLine($"{precision,-5} with it            {Spread.Of(with, "0")}   times as fast: {Spread.Of(ratios, "0.00")}   "
                + $"tokens reused a prompt: {cached.PrefixTokensReused / Rounds}");
        }

        Engine Load(Precision precision, long bytes) => Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Precision = precision,
            Threads = threads,
            ContextLength = 1152,
            PrefixCacheBytes = bytes,
        });
    }

    private static async Task<double> TimeAsync(Engine engine, int prompt, CancellationToken cancellationToken)
    {
        Random shared = new(1), own = new(2 + prompt);
        GenerationRequest request = new()
        {
            Prompt = [.. Enumerable.Range(0, PromptLength).Select(i => (i < SharedLength ? shared : own).Next(Vocabulary))],
            MaxTokens = 1,
            IdsOnly = true,
            EndTokens = [],
        };
        long start = Stopwatch.GetTimestamp();
        await foreach (GeneratedToken _ in engine.GenerateAsync(request, cancellationToken))
        {
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
