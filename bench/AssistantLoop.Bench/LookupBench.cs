using System.Diagnostics;
using AssistantLoop.Inference;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench;

/// <summary>What guessing from the prompt is worth: the same model with guesses and without, in alternate rounds, on
/// answers that quote their passages and on answers drawn so freely that nothing repeats.</summary>
internal static class LookupBench
{
    private const int Rounds = 15;
    private const int GuessTokens = 7;

    private static readonly (string Question, string Passage)[] s_facts =
    [
        ("When is the shop open?", "Shop > Opening hours: The shop in Marlow is open from 9 am to 6 pm, Monday to Saturday. It is closed on Sunday."),
        ("How long does a refund take?", "Returns > Refunds: We refund the price within 5 working days after the parcel has reached our warehouse."),
        ("How long do standard parcels take?", "Shipping > Time: Standard parcels arrive in 2 to 4 working days. Express parcels arrive on the next working day."),
        ("Can I pay in instalments?", "Payment > Instalments: Orders above 200 euros can be paid in 3 monthly instalments."),
    ];

    public static async Task RunAsync(
        string modelFolder, Workplace workplace, int threads, CancellationToken cancellationToken)
    {
        await using Engine plain = Load(0), guessing = Load(GuessTokens);
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Rounds} alternate rounds, tokens a second after the first: median (least to most)");
        foreach ((string name, float temperature) in new[] { ("quoting", 0f), ("free chat", 3f) })
        {
            await SpeedAsync(plain, temperature, cancellationToken);
            await SpeedAsync(guessing, temperature, cancellationToken);
            List<double> without = [], with = [], ratios = [];
            for (int round = 0; round < Rounds; round++)
            {
                without.Add(await SpeedAsync(plain, temperature, cancellationToken));
                with.Add(await SpeedAsync(guessing, temperature, cancellationToken));
                ratios.Add(with[^1] / without[^1]);
            }

            Console.WriteLine($"{name,-10} plain     {Spread.Of(without, "0")}");
            Console.WriteLine($"{name,-10} guessing  {Spread.Of(with, "0")}   ratio {Spread.Of(ratios, "0.000")}");
        }

        Engine Load(int guess) => Engine.Load(new EngineOptions
        {
            ModelFolder = modelFolder,
            CacheFolder = workplace.CacheFolder,
            Threads = threads,
            ContextLength = 512,
            GuessTokens = guess,
        });
    }

    // From the first token on: guesses do nothing for the prompt.
    private static async Task<double> SpeedAsync(Engine engine, float temperature, CancellationToken cancellationToken)
    {
        using EngineChatClient client = new(engine);
        long tokens = 0;
        double seconds = 0;
        foreach ((string question, _) in s_facts)
        {
            string system = "You are Finch, the assistant of Alder & Finch. Tone: warm and brief.\n"
                + string.Join('\n', s_facts.Select((fact, i) => $"[{i + 1}] {fact.Passage}"));
            long first = 0;
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(
                [new(ChatRole.System, system), new(ChatRole.User, question)],
                new ChatOptions { Temperature = temperature, Seed = 1, MaxOutputTokens = 96 },
                cancellationToken))
            {
                first = first == 0 ? Stopwatch.GetTimestamp() : first;
                tokens += update.Contents.OfType<UsageContent>().Sum(usage => usage.Details.OutputTokenCount - 1 ?? 0);
            }

            seconds += Stopwatch.GetElapsedTime(first).TotalSeconds;
        }

        return tokens / seconds;
    }
}
