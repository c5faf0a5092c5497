using AssistantLoop.Inference.Cache;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Cache;

/// <summary>The cache by itself, and in an engine whose log-probabilities show every bit of what it computes.</summary>
public sealed class PrefixCacheTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_was_kept_of_one_slot_fills_another()
    {
        using KeyValueCache slots = new(layers: 2, slots: 2, heads: 2, length: 11, headDim: 3);
        using PrefixCache cache = NewCache(slots);
        PrefixKey[] keys = Keys("", 11);
        Each(slots, (block, head, values) =>
        {
            for (int i = 0; i < values.Length; i++) values[i] = (1000 * block) + (100 * head) + i;
        });
        cache.Keep(keys, 5, slot: 0);
        cache.Keep(keys, 11, slot: 0);

        Assert.Equal(8, cache.Fill(keys, promptLength: 11, cutAnywhere: true, slot: 1));
        for (int block = 0; block < 4; block++)
        {
            for (int head = 0; head < 2; head++)
            {
                Assert.Equal(slots.Head(block, 0, head, 8).ToArray(), slots.Head(block, 1, head, 8).ToArray());
                Assert.All(slots.Head(block, 1, head, 11)[24..].ToArray(), value => Assert.Equal(0, value));
            }
        }
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(9, 4)]
    [InlineData(10, 8)]
    public void The_last_two_tokens_of_a_prompt_are_always_left_to_compute(int length, int reused)
    {
        using KeyValueCache slots = new(1, 1, 1, 10, 2);
        using PrefixCache cache = NewCache(slots);
        cache.Keep(Keys("", 10), 8, 0);
        Assert.Equal(reused, cache.Fill(Keys("", length), length, cutAnywhere: true, slot: 0));
    }

    [Theory]
    [InlineData(12, 24)]
    [InlineData(8, 24)]
    [InlineData(9, 0)]
    [InlineData(33, 32)]
    public void A_prompt_that_is_not_cut_anywhere_goes_on_after_whole_steps(int chunk, int reused)
    {
        using KeyValueCache slots = new(1, 1, 1, 34, 2);
        using PrefixCache cache = new(slots, new PromptCuts(chunk), 1 << 20, page: 4);
        cache.Keep(Keys("", 34), 34, 0);
        Assert.Equal(reused, cache.Fill(Keys("", 34), promptLength: reused + 6, cutAnywhere: false, slot: 0));
    }

    [Fact]
    public void Past_its_bytes_the_prompt_idle_longest_is_forgotten_from_its_end()
    {
        using KeyValueCache slots = new(1, 1, 1, 20, 2);
        using PrefixCache cache = NewCache(slots, pages: 3);
        PrefixKey[] old = Keys("old", 10), fresh = Keys("fresh", 10);
        cache.Keep(old, 8, 0);
        cache.Keep(fresh, 4, 0);
        Assert.Equal(8, cache.Fill(old, 10, cutAnywhere: true, slot: 0));
        Assert.Equal(4, cache.Fill(fresh, 10, cutAnywhere: true, slot: 0));
        cache.Keep(fresh, 8, 0);
        Assert.Equal(3 * PageBytes, cache.Bytes);
        Assert.Equal(4, cache.Fill(old, 10, cutAnywhere: true, slot: 0));
        Assert.Equal(8, cache.Fill(fresh, 10, cutAnywhere: true, slot: 0));
    }

    [Fact]
    public void Of_a_prompt_larger_than_the_cache_the_beginning_is_kept()
    {
        using KeyValueCache slots = new(1, 1, 1, 30, 2);
        using PrefixCache cache = NewCache(slots, pages: 3);
        cache.Keep(Keys("other", 30), 30, 0);
        cache.Keep(Keys("", 30), 30, 0);
        Assert.Equal(3 * PageBytes, cache.Bytes);
        Assert.Equal(12, cache.Fill(Keys("", 30), 30, cutAnywhere: true, slot: 0));
    }

    [Theory]
    [InlineData(ModelConfig.Llama, 4)]
    [InlineData(ModelConfig.Mistral, 16)]
    [InlineData(ModelConfig.Qwen2, 5)]
    [InlineData(ModelConfig.Qwen3, 6)]
    public async Task Answers_are_the_same_to_the_bit_with_and_without_the_cache(string architecture, int rank)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(architecture), rank);
        await using Engine cached = Load(folder, 1 << 24), plain = Load(folder, 0);
        cached.AddAdapter("a", peft);
        plain.AddAdapter("a", peft);
        int[] shared = TinyModel.Ids(81, seed: 1);
        foreach (string? adapter in new[] { null, "a" })
        {
            foreach (int length in new[] { 66, 81, 97, 98, 113, 96, 64, 65, 33 })
            {
                int[] prompt = [.. shared[..Math.Min(length, 81)], .. TinyModel.Ids(Math.Max(0, length - 81), seed: length)];
                Assert.Equal(await Bits(plain, prompt, adapter), await Bits(cached, prompt, adapter));
            }
        }

        Assert.Equal(2 * ((5 * 64) + (2 * 32)), cached.PrefixTokensReused);
        Assert.Equal(0, plain.PrefixTokensReused);
    }

    [Fact]
    public async Task Nothing_is_reused_for_another_tenant_or_another_adapter()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string folder = TinyModel.Write(_temporary["model"], config);
        await using Engine engine = Load(folder, 1 << 24);
        engine.AddAdapter("a", TinyAdapter.Write(_temporary["a"], config, seed: 5));
        int[] prompt = TinyModel.Ids(34, seed: 1);
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

    private const long PageBytes = 2 * 4 * 2 * sizeof(float);

    private static PrefixCache NewCache(KeyValueCache slots, int pages = 1000) =>
        new(slots, new PromptCuts(128), pages * PageBytes, page: 4);

    private static PrefixKey[] Keys(string tenant, int length) => PrefixKey.Of(tenant, "", null, new int[length], 4);

    private Engine Load(string folder, long bytes) => Engine.Load(new EngineOptions
    {
        ModelFolder = folder,
        CacheFolder = _temporary["cache"],
        Slots = 2,
        PrefillChunk = 32,
        Threads = 2,
        PrefixCacheBytes = bytes,
        MaxRank = 16,
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
