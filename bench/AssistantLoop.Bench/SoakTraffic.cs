using AssistantLoop.Inference;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Sampling;

namespace AssistantLoop.Bench;

/// <summary>Seeded random requests of all kinds, more at once than the engine has slots, while its adapters come and
/// go.</summary>
internal sealed class SoakTraffic(Engine engine, IReadOnlyList<string> adapterFolders) : IDisposable
{
    /// <summary>Tokens of the longest prompt.</summary>
    public const int LongestPrompt = 400;

    /// <summary>Tokens of the longest answer.</summary>
    public const int LongestAnswer = 100;

    private const int Clients = 12;
    private const int Tenants = 5;
    private const int Schemas = 100;

    private static readonly TimeSpan s_swap = TimeSpan.FromSeconds(2);
    private static readonly string[] s_adapters = ["first", "second", "third"];

    private readonly CancellationTokenSource _stop = new();
    private long _tokens;
    private long _answers;
    private long _cutOff;

    /// <summary>Tokens written so far.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Answers that have ended so far.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>How many of them were cancelled midway.</summary>
    public long CutOff => Interlocked.Read(ref _cutOff);

    /// <summary>Asks until it is stopped or a request fails.</summary>
    public Task RunAsync() => Task.Run(async () =>
    {
        Task[] all = [SwapAsync(), .. Enumerable.Range(1, Clients).Select(ClientAsync)];
        await await Task.WhenAny(all);
        await Task.WhenAll(all);
    });

    public async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running;
    }

    public void Dispose() => _stop.Dispose();

    private async Task SwapAsync()
    {
        Random random = new(0);
        while (!_stop.IsCancellationRequested)
        {
            string id = s_adapters[random.Next(s_adapters.Length)];
            if (random.Next(4) == 0)
            {
                engine.RemoveAdapter(id);
            }
            else
            {
                engine.AddAdapter(id, adapterFolders[random.Next(adapterFolders.Count)]);
            }

            await Task.Delay(s_swap, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task ClientAsync(int seed)
    {
        Random random = new(seed);
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            GenerationRequest request = Next(random);
            int most = random.Next(8) == 0 ? random.Next(request.MaxTokens!.Value) : int.MaxValue;
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            try
            {
                int count = 0;
                await foreach (GeneratedToken _ in engine.GenerateAsync(request, cut.Token))
                {
                    Interlocked.Increment(ref _tokens);
                    if (++count > most)
                    {
                        await cut.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cutOff);
            }
            catch (UnknownAdapterException)
            {
                // It was removed since it was chosen.
            }

            Interlocked.Increment(ref _answers);
        }
    }

    private GenerationRequest Next(Random random)
    {
        int tenant = random.Next(Tenants), vocabulary = engine.Model.Config.VocabularySize;
        // Half of a tenant's prompts begin alike, as those of one business do.
        Random shared = new(random.Next(2) == 0 ? tenant : random.Next());
        int[] prompt = new int[random.Next(1, LongestPrompt + 1)];
        for (int i = 0; i < prompt.Length; i++)
        {
            prompt[i] = (i < 256 ? shared : random).Next(1, vocabulary);
        }

        JsonSchema? schema = random.Next(6) == 0 ? SchemaOf(random.Next(Schemas)) : null;
        string? adapter = random.Next(4) is < 3 and var at && engine.HasAdapter(s_adapters[at]) ? s_adapters[at] : null;
        return new()
        {
            Prompt = prompt,
            Tenant = $"tenant {tenant}",
            AdapterId = adapter,
            MaxTokens = random.Next(schema is null ? 1 : LongestAnswer / 2, LongestAnswer + 1),
            EndTokens = [],
            Schema = schema,
            Sampling = random.Next(2) == 0
                ? SamplingOptions.Greedy
                : new() { Temperature = 0.8f, TopP = 0.95f, Seed = random.Next(), RepetitionPenalty = 1.1f },
        };
    }

    private static JsonSchema SchemaOf(int number) => JsonSchema.Parse($$"""
        {"type": "object", "required": ["kind", "text"],
         "properties": {"kind": {"enum": ["{{number}}", "other"]}, "text": {"type": "string"}, "count": {"type": "integer"} } }
        """);
}
