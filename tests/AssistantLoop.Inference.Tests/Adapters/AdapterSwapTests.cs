using System.Collections.Concurrent;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Adapters;

/// <summary>One name whose adapter is replaced again and again while it is asked.</summary>
public sealed class AdapterSwapTests : IDisposable
{
    private const int Requests = 1000;
    private const int Swaps = 50;
    private const int Length = 10;

    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_a_thousand_requests_fifty_swaps_give_each_reply_exactly_one_adapters_greedy_ids()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string[] pefts = [.. Enumerable.Range(0, 5).Select(i =>
            TinyAdapter.Write(_temporary[$"adapter-{i}"], config, rank: i % 2 == 0 ? 4 : 2, seed: 20 + i))];
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = TinyModel.Write(_temporary["model"], config),
            CacheFolder = _temporary["cache"],
            Slots = 8,
            PrefillChunk = 8,
            Threads = 1,
        });
        int[][] prompts = [.. Enumerable.Range(0, 6).Select(i => TinyModel.Ids(3 + (4 * i), seed: 40 + i))];
        List<int>[][] alone = [.. await Task.WhenAll(pefts.Select(async (peft, i) =>
        {
            engine.AddAdapter($"alone-{i}", peft);
            return await Task.WhenAll(prompts.Select(prompt => IdsAsync(engine, prompt, $"alone-{i}")));
        }))];
        Assert.All(prompts.Index(), prompt =>
            Assert.Equal(pefts.Length, alone.Select(answers => string.Join(' ', answers[prompt.Index])).Distinct().Count()));

        engine.AddAdapter("live", pefts[0]);
        int done = 0;
        ConcurrentDictionary<int, int> seen = [];
        Task asking = Parallel.ForEachAsync(
            Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Stop },
            async (request, _) =>
            {
                int prompt = request % prompts.Length;
                List<int> reply = await IdsAsync(engine, prompts[prompt], "live");
                int adapter = Array.FindIndex(alone, answers => answers[prompt].SequenceEqual(reply));
                Assert.True(adapter >= 0, $"Request {request} is no adapter's answer: {string.Join(' ', reply)}");
                seen.AddOrUpdate(adapter, 1, (_, count) => count + 1);
                Interlocked.Increment(ref done);
            });
        for (int swap = 1; swap <= Swaps; swap++)
        {
            while (Volatile.Read(ref done) < swap * Requests / (Swaps + 1) && !asking.IsCompleted)
            {
                await Task.Delay(1, Stop);
            }

            engine.AddAdapter("live", pefts[swap % pefts.Length]);
        }

        await asking;
        Assert.Equal((Requests, pefts.Length), (seen.Values.Sum(), seen.Count));
        Assert.Equal(0, engine.ActiveRequests + engine.WaitingRequests);
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task<List<int>> IdsAsync(Engine engine, int[] prompt, string adapter)
    {
        List<int> ids = [];
        await foreach (GeneratedToken token in engine.GenerateAsync(
            new GenerationRequest { Prompt = prompt, AdapterId = adapter, MaxTokens = Length, IdsOnly = true, EndTokens = [] }, Stop))
        {
            ids.Add(token.Id);
        }

        return ids;
    }
}
