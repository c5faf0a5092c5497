using System.Diagnostics;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>What adapters of rank 16 on all modules cost: one against none, and four in one batch against one, in alternate
/// rounds of one engine.</summary>
internal static class AdapterBench
{
    private const int Rounds = 11;
    private const int Rank = 16;

    private static readonly string?[] s_none = [null];
    private static readonly string?[] s_one = ["a0"];
    private static readonly string?[] s_four = ["a0", "a1", "a2", "a3"];

    private static readonly (string Name, int Rows, int Length, string?[] Measured, string?[] Peer)[] s_cases =
    [
        ("one against none, 1 row", 1, 128, s_one, s_none),
        ("one against none, 8 rows", 8, 128, s_one, s_none),
        ("four against one, 8 rows", 8, 128, s_four, s_one),
    ];

    public static async Task RunAsync(string modelFolder, Workplace workplace, int threads)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternate rounds, tokens a second: median (least to most)");
        foreach (Precision precision in new[] { Precision.Int4, Precision.Int8 })
        {
            await using Engine engine = Engine.Load(new EngineOptions
            {
                ModelFolder = modelFolder,
                CacheFolder = workplace.CacheFolder,
                Precision = precision,
                Threads = threads,
                ContextLength = 512,
                PrefixCacheBytes = 0,
                GuessTokens = 0,
            });
            foreach (string? adapter in s_four)
            {
                engine.AddAdapter(adapter!, workplace.WriteAdapter(engine.Model.Config, Rank));
            }

            foreach ((string name, int rows, int length, string?[] measured, string?[] peer) in s_cases)
            {
                List<double> ours = [], theirs = [], ratios = [];
                for (int round = -1; round < Rounds; round++)
                {
                    double without = await SpeedAsync(engine, rows, length, peer);
                    double with = await SpeedAsync(engine, rows, length, measured);
                    if (round >= 0)
                    {
                        ours.Add(with);
                        theirs.Add(without);
                        ratios.Add(with / without);
                    }
                }

                Console.WriteLine(
                    $"{precision,-5} {name,-25} {Spread.Of(ours, "0"),-20} against {Spread.Of(theirs, "0"),-20} ratio {Spread.Of(ratios, "0.000")}");
            }
        }
    }

    private static async Task<double> SpeedAsync(Engine engine, int rows, int length, string?[] adapters)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, rows).Select(row =>
            DecodeBench.AnswerAsync(engine, 1, length, adapters[row % adapters.Length], CancellationToken.None)));
        return rows * length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
