using System.Diagnostics;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Constraints;

namespace AssistantLoop.Bench;

/// <summary>What holding answers to a JSON schema costs: the same engine in alternate rounds, with and without.</summary>
internal static class JsonBench
{
    private const int AnswerLength = 256;
    private const int Rounds = 21;

    private static readonly JsonSchema s_schema = JsonSchema.Parse("""
        {"type": "array", "items": {"type": "object", "required": ["name", "price", "colour"], "properties": {
          "name": {"type": "string"}, "price": {"type": "number"}, "colour": {"enum": ["red", "green", "blue"]},
          "tags": {"type": "array", "items": {"type": "string"}}, "stock": {"type": ["integer", "null"]}}}}
        """);

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Threads = threads,
            ContextLength = 512,
            // Guesses come true more often in some texts than in others.
            GuessTokens = 0,
        });
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternate rounds, tokens a second: median (least to most)");
        foreach (int rows in (int[])[1, 8])
        {
            await SpeedAsync(engine, rows, null, cancellationToken);
            await SpeedAsync(engine, rows, s_schema, cancellationToken);
            List<double> free = [], held = [], ratios = [];
            for (int round = 0; round < Rounds; round++)
            {
                free.Add(await SpeedAsync(engine, rows, null, cancellationToken));
                held.Add(await SpeedAsync(engine, rows, s_schema, cancellationToken));
                ratios.Add(held[^1] / free[^1]);
            }

            Console.WriteLine($"{rows} rows, free         {Spread.Of(free, "0")}");
            Console.WriteLine($"{rows} rows, JSON schema  {Spread.Of(held, "0")}   ratio to free {Spread.Of(ratios, "0.000")}");
        }
    }

    private static async Task<double> SpeedAsync(
        Engine engine, int rows, JsonSchema? schema, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int[] tokens = await Task.WhenAll(Enumerable.Range(0, rows).Select(row => AnswerAsync(engine, row, schema, cancellationToken)));
        return tokens.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<int> AnswerAsync(Engine engine, int row, JsonSchema? schema, CancellationToken cancellationToken)
    {
        GenerationRequest request = new()
        {
            Prompt = [row + 10],
            MaxTokens = AnswerLength,
            Schema = schema,
            EndTokens = [],
            // Greedy: drawing from the few tokens that a schema leaves would be cheaper than from all.
        };
        int count = 0;
        await foreach (GeneratedToken _ in engine.GenerateAsync(request, cancellationToken))
        {
            count++;
        }

        return count;
    }
}
