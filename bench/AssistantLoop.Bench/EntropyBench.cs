using System.Diagnostics;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Bench;

/// <summary>What it costs to say how unsure the model is of each token: the same engine in alternate rounds, with and without.</summary>
internal static class EntropyBench
{
    private const int AnswerLength = 256;
    private const int Rounds = 21;

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Threads = threads,
            ContextLength = 512,
            GuessTokens = 0,
        });
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternate rounds, tokens a second: median (least to most)");
        foreach (int rows in (int[])[1, 8])
        {
            await SpeedAsync(engine, rows, entropy: true, cancellationToken);
            List<double> without = [], with = [], ratios = [];
            for (int round = 0; round < Rounds; round++)
            {
                without.Add(await SpeedAsync(engine, rows, entropy: false, cancellationToken));
                with.Add(await SpeedAsync(engine, rows, entropy: true, cancellationToken));
                ratios.Add(with[^1] / without[^1]);
            }

            Console.WriteLine($"{rows} rows, without  {Spread.Of(without, "0")}");
            Console.WriteLine($"{rows} rows, entropy  {Spread.Of(with, "0")}   ratio {Spread.Of(ratios, "0.000")}");
        }
    }

    private static async Task<double> SpeedAsync(Engine engine, int rows, bool entropy, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int[] tokens = await Task.WhenAll(Enumerable.Range(0, rows).Select(row => AnswerAsync(engine, row, entropy, cancellationToken)));
        return tokens.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<int> AnswerAsync(Engine engine, int row, bool entropy, CancellationToken cancellationToken)
    {
        GenerationRequest request = new()
        {
            Prompt = [row + 10],
            MaxTokens = AnswerLength,
            EndTokens = [],
            Sampling = new SamplingOptions { Entropy = entropy },
        };
        int count = 0;
        await foreach (GeneratedToken _ in engine.GenerateAsync(request, cancellationToken))
        {
            count++;
        }

        return count;
    }
}
