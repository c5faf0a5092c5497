using AssistantLoop.Inference.Cache;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Cache;

/// <summary>The cache by itself, and in an engine whose log-probabilities show every bit of what it computes.</summary>
public sealed class PrefixCacheTests : IDisposable
{
    private const int Chunk = 8;

    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_was_kept_of_one_slot_fills_another()
    {
        using KeyValueCache slots = new(layers: 2, slots: 2, heads: 2, length: 10, headDim: 3);
        using PrefixCache cache = new(slots, chunk: 4, maxBytes: 1 << 20);
        PrefixKey[] keys = PrefixKey.Of("", "", null, [1, 2, 3, 4, 5, 6, 7, 8, 9], 4);
        Each(slots, (block, head, values) =>
        {
            for (int i = 0; i < values.Length; i++) values[i] = (1000 * block) + (100 * head) + i;
        });
        cache.Keep(keys, 4, slot: 0);
        cache.Keep(keys, 8, slot: 0);
        cache.Keep(keys, 9, slot: 0);

        Assert.Equal(8, cache.Fill(keys, promptLength: 9, slot: 1));
        for (int block = 0; block < 4; block++)
        {
            for (int head = 0; head < 2; head++)
            {
                Assert.Equal(slots.Head(block, 0, head, 8).ToArray(), slots.Head(block, 1, head, 8).ToArray());
                Assert.All(slots.Head(block, 1, head, 10)[24..].ToArray(), value => Assert.Equal(0, value));
            }
        }
    }

    [Fact]
    public void The_last_token_of_a_prompt_is_always_left_to_compute()
    {
        using KeyValueCache slots = new(1, 1, 1, 10, 2);
        using PrefixCache cache = new(slots, chunk: 4, maxBytes: 1 << 20);
        PrefixKey[] keys = PrefixKey.Of("", "", null, [1, 2, 3, 4, 5, 6, 7, 8], 4);
        cache.Keep(keys, 4, 0);
        cache.Keep(keys, 8, 0);
        Assert.Equal(4, cache.Fill(keys, promptLength: 8, slot: 0));
    }

    [Fact]
    public void Past_its_bytes_the_prompt_idle_longest_is_forgotten_from_its_end()
    {
        using KeyValueCache slots = new(1, 1, 1, 20, 2);
        long chunkBytes = 2 * 4 * 2 * sizeof(float);
        using PrefixCache cache = new(slots, chunk: 4, maxBytes: 3 * chunkBytes);
        PrefixKey[] old = PrefixKey.Of("old", "", null, new int[9], 4), fresh = PrefixKey.Of("fresh", "", null, new int[9], 4);
        cache.Keep(old, 4, 0);
        cache.Keep(old, 8, 0);
        cache.Keep(fresh, 4, 0);
        Assert.Equal(8, cache.Fill(old, 9, 0));
        Assert.Equal(4, cache.Fill(fresh, 9, 0));
        cache.Keep(fresh, 8, 0);
        Assert.Equal(3 * chunkBytes, cache.Bytes);
        Assert.Equal((4, 8), (cache.Fill(old, 9, 0), cache.Fill(fresh, 9, 0)));
    }

    [Fact]
    public async Task Answers_are_the_same_to_the_bit_with_and_without_the_cache()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(ModelConfig.Llama));
        await using Engine cached = Load(folder, 1 << 24), plain = Load(folder, 0);
        cached.AddAdapter("a", peft);
        plain.AddAdapter("a", peft);
        int[] shared = TinyModel.Ids(45, seed: 1);
        foreach (string? adapter in new[] { null, "a", null, "a" })
        {
            for (int i = 0; i < 4; i++)
            {
                int[] prompt = [.. shared[..(45 - i)], .. TinyModel.Ids(1 + (7 * i), seed: 10 + i)];
                Assert.Equal(await Bits(plain, prompt, adapter), await Bits(cached, prompt, adapter));
            }
        }

        Assert.True(cached.PrefixTokensReused > 400, $"{cached.PrefixTokensReused} tokens were reused");
        Assert.Equal(0, plain.PrefixTokensReused);
    }

    [Fact]
    public async Task Nothing_is_reused_for_another_tenant_or_another_adapter()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string folder = TinyModel.Write(_temporary["model"], config);
        await using Engine engine = Load(folder, 1 << 24);
        engine.AddAdapter("a", TinyAdapter.Write(_temporary["a"], config, seed: 5));
        int[] prompt = TinyModel.Ids(33, seed: 1);
        await Bits(engine, prompt, null, "one");
        await Bits(engine, prompt, null, "two");
        await Bits(engine, prompt, "a", "one");
        Assert.Equal(0, engine.PrefixTokensReused);
        engine.AddAdapter("a", TinyAdapter.Write(_temporary["b"], config, seed: 6));
        await Bits(engine, prompt, "a", "one");
        Assert.Equal(0, engine.PrefixTokensReused);
        await Bits(engine, prompt, "a", "one");
        Assert.Equal(32, engine.PrefixTokensReused);
    }

    private Engine Load(string folder, long bytes) => Engine.Load(new EngineOptions
    {
        ModelFolder = folder,
        CacheFolder = _temporary["cache"],
        Slots = 2,
        PrefillChunk = Chunk,
        PrefixCacheBytes = bytes,
        MaxRank = 8,
    });

    private static async Task<List<(int, float?)>> Bits(Engine engine, int[] prompt, string? adapter, string tenant = "")
    {
        GenerationRequest request = new()
        {
            Prompt = prompt,
            MaxTokens = 6,
            AdapterId = adapter,
            IdsOnly = true,
            EndTokens = [],
            Tenant = tenant,
            Sampling = new SamplingOptions { LogProbabilities = 0 },
        };
        List<GeneratedToken> tokens = await engine.GenerateAsync(request, Stop).ToListAsync(Stop);
        return [.. tokens.Select(token => (token.Id, token.LogProbability))];
    }

    private delegate void Visit(int block, int head, Span<float> values);

    private static void Each(KeyValueCache slots, Visit visit)
    {
        for (int i = 0; i < slots.BlockCount * slots.Heads; i++)
        {
            visit(i / slots.Heads, i % slots.Heads, slots.Head(i / slots.Heads, 0, i % slots.Heads, slots.Length));
        }
    }
}
