using System.Diagnostics;
using AssistantLoop.Inference;

namespace AssistantLoop.Bench;

/// <summary>What keys and values of 8 bits are worth in long conversations: eight answers after 1,000 tokens each, against
/// the same with keys and values in floats, in alternate rounds.</summary>
internal static class CacheBench
{
    private const int Rounds = 9;
    private const int Rows = 8;
    private const int PromptLength = 1000;
    private const int AnswerLength = 64;

    public static async Task RunAsync(string modelFolder, Workplace workplace, int threads)
    {
        await using Engine floats = Load(Precision.Fp32), bytes = Load(Precision.Int8);
        Console.WriteLine(
            $"{Rows} rows after {PromptLength} tokens, int4 weights, {Rounds} alternate rounds, tokens a second: median (least to most)");
        List<double> inFloats = [], inBytes = [], ratios = [];
        for (int round = -1; round < Rounds; round++)
        {
            double slow = await SpeedAsync(floats), fast = await SpeedAsync(bytes);
            if (round >= 0)
            {
                inFloats.Add(slow);
                inBytes.Add(fast);
                ratios.Add(fast / slow);
            }
        }

        Console.WriteLine($"32-bit floats   {Spread.Of(inFloats, "0")}");
        Console.WriteLine($"8-bit integers  {Spread.Of(inBytes, "0")}   ratio {Spread.Of(ratios, "0.000")}");

        Engine Load(Precision keyValues) => Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Precision = Precision.Int4,
            KeyValuePrecision = keyValues,
            Threads = threads,
            Slots = Rows,
            ContextLength = 1200,
            GuessTokens = 0,
        });
    }

    // All rows have the same prompt, which the prefix cache holds after the first time.
    private static async Task<double> SpeedAsync(Engine engine)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(_ =>
            DecodeBench.AnswerAsync(engine, PromptLength, AnswerLength, null, CancellationToken.None)));
        return Rows * AnswerLength / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
