using System.Diagnostics;
using AssistantLoop.Inference;
using AssistantLoop.Models;

namespace AssistantLoop.Bench;

/// <summary>The engine against llama.cpp on the same random weights, in alternate rounds.</summary>
internal static class LlamaBench
{
    private const int Rounds = 7;
    private const int PromptLength = 512;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    private static readonly (int Rows, int Length)[] s_decodes = [(1, 96), (8, 48), (16, 32)];

    public static async Task RunAsync(string modelFolder, Workplace workplace, int threads)
    {
        Console.WriteLine($"{Rounds} alternate rounds on {threads} threads, tokens a second: median (least to most)");
        foreach ((Precision precision, GgufWriter.GgmlType type) in new[]
        {
            (Precision.Int4, GgufWriter.GgmlType.Q4_0), (Precision.Int8, GgufWriter.GgmlType.Q8_0),
        })
        {
            string gguf = Path.Combine(workplace.CacheFolder, $"{type}.gguf");
            Directory.CreateDirectory(workplace.CacheFolder);
            using ModelFolder model = ModelFolder.Open(modelFolder);
            GgufWriter.Write(model, type, gguf);
            await using Engine engine = Engine.Load(new EngineOptions
            {
                ModelFolder = modelFolder,
                CacheFolder = workplace.CacheFolder,
                Precision = precision,
                Threads = threads,
                Slots = 16,
                ContextLength = 1024,
                PrefixCacheBytes = 0,
                GuessTokens = 0,
            });
            using LlamaPeer peer = new(Path.Combine("bench", "llama"), gguf, model.Config.VocabularySize, threads);
            await CompareAsync(
                $"{precision,-5} prefill {PromptLength}", type, PromptLength,
                () => DecodeBench.AnswerAsync(engine, PromptLength, 1, null, CancellationToken.None),
                () => peer.Prefill(PromptLength));
            foreach ((int rows, int length) in s_decodes)
            {
                await CompareAsync(
                    $"{precision,-5} decode, {rows,2} rows", type, rows * length,
                    () => Task.WhenAll(Enumerable.Range(0, rows).Select(_ =>
                        DecodeBench.AnswerAsync(engine, 1, length, null, CancellationToken.None))),
                    () => peer.Write(rows, length));
            }
        }
    }

    private static async Task CompareAsync(string name, GgufWriter.GgmlType type, int tokens, Func<Task> ours, Action theirs)
    {
        List<double> our = [], their = [], ratios = [];
        for (int round = -1; round < Rounds; round++)
        {
            // Either's threads spin for a while after their work: the other does not start before they sleep, and is woken by
            // the same work before it is measured.
            await Task.Delay(s_settle);
            await ours();
            long start = Stopwatch.GetTimestamp();
            await ours();
            double ourSpeed = tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Task.Delay(s_settle);
            theirs();
            start = Stopwatch.GetTimestamp();
            theirs();
            double theirSpeed = tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (round >= 0)
            {
                our.Add(ourSpeed);
                their.Add(theirSpeed);
                ratios.Add(ourSpeed / theirSpeed);
            }
        }

        Console.WriteLine(
            $"{name,-22} {Spread.Of(our, "0"),-22} llama.cpp {type} {Spread.Of(their, "0"),-22} ratio {Spread.Of(ratios, "0.00")}");
    }
}
