using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests;

public sealed class EngineTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;

    public EngineTests() => _folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_conversations_at_once_each_get_the_greedy_ids_of_plain_loops()
    {
        var reference = new ReferenceDecoder(_folder);
        await using Engine engine = Load(slots: 3, chunk: 8);
        int[][] prompts = [.. Enumerable.Range(0, 8).Select(i => TinyModel.Ids(1 + (5 * i), seed: i))];
        List<int>[] answers = await Task.WhenAll(prompts.Select((prompt, i) => Ids(engine, prompt, 4 + (3 * i))));
        for (int i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(reference.Greedy(prompts[i], 4 + (3 * i)), answers[i]);
        }

        Assert.Equal(0, engine.ActiveRequests + engine.WaitingRequests);
    }

    [Fact]
    public async Task Adapters_and_the_base_answer_side_by_side()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string[] pefts =
        [
            TinyAdapter.Write(_temporary["a"], config, rank: 4, seed: 5),
            TinyAdapter.Write(_temporary["b"], config, rank: 2, seed: 6),
        ];
        await using Engine engine = Load(slots: 4, chunk: 8);
        engine.AddAdapter("a", pefts[0]);
        engine.AddAdapter("b", pefts[1]);
        int[] prompt = TinyModel.Ids(11, seed: 1);
        string?[] ids = [null, "a", "b", "a", "b", null];
        List<int>[] answers = await Task.WhenAll(ids.Select(id => Ids(engine, prompt, 12, id)));

        List<int>[] expected = [.. pefts.Select(peft =>
            new ReferenceDecoder(_folder).Merge(PeftAdapter.Load(peft, config)).Greedy(prompt, 12))];
        List<int> plain = new ReferenceDecoder(_folder).Greedy(prompt, 12);
        Assert.NotEqual(expected[0], expected[1]);
        Assert.NotEqual(plain, expected[0]);
        Assert.Equal([plain, expected[0], expected[1], expected[0], expected[1], plain], answers);
    }

    [Fact]
    public async Task A_bad_adapter_is_refused_and_the_old_one_serves_on()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        await using Engine engine = Load();
        engine.AddAdapter("a", TinyAdapter.Write(_temporary["a"], config, baseHash: engine.Model.Hash));
        List<int> before = await Ids(engine, [3, 4, 5], 8, "a");

        string other = TinyAdapter.Write(_temporary["other"], config, seed: 9, baseHash: "of another base");
        string wide = TinyAdapter.Write(_temporary["wide"], config, rank: 9);
        string broken = TinyAdapter.Write(_temporary["broken"], config, seed: 9);
        File.WriteAllText(Path.Combine(broken, PeftAdapter.WeightsFileName), "not tensors");
        foreach (string bad in new[] { other, wide, broken, _temporary["missing"] })
        {
            ModelFormatException refused = Assert.Throws<ModelFormatException>(() => engine.AddAdapter("a", bad));
            Assert.Contains(bad, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await Ids(engine, [3, 4, 5], 8, "a"));
    }

    [Fact]
    public async Task A_removed_adapter_finishes_its_answers_and_takes_no_new_ones()
    {
        await using Engine engine = Load();
        engine.AddAdapter("a", TinyAdapter.Write(_temporary["a"], TinyModel.Config(ModelConfig.Llama)));
        List<int> expected = await Ids(engine, [3, 4, 5], 40, "a");
        await using IAsyncEnumerator<GeneratedToken> answer =
            engine.GenerateAsync(Request([3, 4, 5], 40, "a"), Stop).GetAsyncEnumerator(Stop);
        await answer.MoveNextAsync();
        engine.RemoveAdapter("a");

        Assert.False(engine.HasAdapter("a"));
        await Assert.ThrowsAsync<UnknownAdapterException>(() => Ids(engine, [3], 1, "a"));
        List<int> ids = [answer.Current.Id];
        while (await answer.MoveNextAsync())
        {
            ids.Add(answer.Current.Id);
        }

        Assert.Equal(expected, ids);
    }

    [Fact]
    public async Task Past_the_limit_the_adapter_idle_longest_makes_room()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        await using Engine engine = Load();
        string peft = TinyAdapter.Write(_temporary["a"], config);
        engine.AddAdapter("a", peft);
        engine.AddAdapter("b", peft);
        await Ids(engine, [3], 1, "a");
        engine.AddAdapter("c", peft);
        Assert.Equal([true, false, true], new[] { "a", "b", "c" }.Select(engine.HasAdapter));
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_refused_with_limit_and_length()
    {
        await using Engine engine = Load();
        PromptTooLongException refused =
            await Assert.ThrowsAsync<PromptTooLongException>(() => Ids(engine, TinyModel.Ids(128, 1), 1));
        Assert.Equal((127, 128), (refused.Limit, refused.Given));
        Assert.Equal("The prompt must have at most 127 tokens. Given: 128.", refused.Message);
        Assert.Single(await Ids(engine, TinyModel.Ids(127, 1), 10));
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_trimmed_by_the_callers_rule()
    {
        await using Engine engine = Load();
        int[] prompt = TinyModel.Ids(140, 1);
        GenerationRequest request = Request(prompt, 5) with { Trim = most => prompt[^Math.Min(most, 20)..] };
        Assert.Equal(await Ids(engine, prompt[^20..], 5), await Ids(engine, request));
        await Assert.ThrowsAsync<PromptTooLongException>(() => Ids(engine, request with { Trim = _ => prompt }));
    }

    [Fact]
    public async Task A_reader_that_goes_away_frees_the_slot()
    {
        await using Engine engine = Load(slots: 1);
        await foreach (GeneratedToken _ in engine.GenerateAsync(Request([3, 4], 100), Stop))
        {
            break;
        }

        Assert.Equal(5, (await Ids(engine, [5], 5)).Count);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_beside_others()
    {
        await using Engine engine = Load(slots: 4);
        GenerationRequest request = Request([3, 4], 30) with
        {
            Sampling = new SamplingOptions { Temperature = 1.5f, TopP = 0.95f, Seed = 11 },
        };
        List<int> alone = await Ids(engine, request);
        List<int>[] together = await Task.WhenAll(
            Ids(engine, request), Ids(engine, TinyModel.Ids(9, 3), 25), Ids(engine, request));
        Assert.Equal([alone, alone], new[] { together[0], together[2] });
    }

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 80 }, 1)]
    [InlineData(new[] { -1 }, 1)]
    [InlineData(new[] { 1 }, 0)]
    public async Task A_request_that_makes_no_sense_is_refused(int[] prompt, int maxTokens)
    {
        await using Engine engine = Load();
        await Assert.ThrowsAsync<ArgumentException>(() => Ids(engine, prompt, maxTokens));
    }

    [Fact]
    public async Task A_disposed_engine_refuses_and_ends_what_was_in_work()
    {
        Engine engine = Load();
        await using IAsyncEnumerator<GeneratedToken> answer =
            engine.GenerateAsync(Request([3, 4], 120), Stop).GetAsyncEnumerator(Stop);
        await answer.MoveNextAsync();
        await engine.DisposeAsync();
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Ids(engine, [3], 1));
        Assert.Throws<ObjectDisposedException>(() => engine.AddAdapter("a", "a"));
    }

    [Fact]
    public async Task A_damaged_graph_in_the_cache_is_exported_anew()
    {
        List<int> expected;
        await using (Engine engine = Load())
        {
            expected = await Ids(engine, [3, 4], 5);
        }

        string weights = Directory.GetFiles(_temporary["cache"], "*.weights", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, bytes[..^5000]);
        await using (Engine engine = Load())
        {
            Assert.Equal(expected, await Ids(engine, [3, 4], 5));
        }

        Assert.Equal(bytes, File.ReadAllBytes(weights));
        Assert.Single(Directory.GetDirectories(_temporary["cache"]));
    }

    [Fact]
    public async Task Engines_that_start_together_share_one_export()
    {
        Engine[] engines = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Load(), Stop)));
        List<int>[] answers = await Task.WhenAll(engines.Select(engine => Ids(engine, [3, 4], 5)));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Single(Directory.GetDirectories(_temporary["cache"]));
        foreach (Engine engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var options = new EngineOptions { ModelFolder = _folder, CacheFolder = _temporary["cache"], Slots = 0 };
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Load(options));
        Assert.Equal("Slots", refused.ParamName);
    }

    public void Dispose() => _temporary.Dispose();

    private Engine Load(int slots = 2, int chunk = 64) => Engine.Load(new EngineOptions
    {
        ModelFolder = _folder,
        CacheFolder = _temporary["cache"],
        Slots = slots,
        PrefillChunk = chunk,
        MaxRank = 8,
        MaxAdapters = 2,
    });

    private static Task<List<int>> Ids(Engine engine, int[] prompt, int count, string? adapter = null) =>
        Ids(engine, Request(prompt, count, adapter));

    private static async Task<List<int>> Ids(Engine engine, GenerationRequest request)
    {
        List<GeneratedToken> tokens = await engine.GenerateAsync(request, Stop).ToListAsync(Stop);
        Assert.All(tokens.SkipLast(1), token => Assert.Null(token.End));
        Assert.NotNull(tokens[^1].End);
        return [.. tokens.Select(token => token.Id)];
    }

    private static GenerationRequest Request(int[] prompt, int count, string? adapter = null) => new()
    {
        Prompt = prompt,
        MaxTokens = count,
        AdapterId = adapter,
        IdsOnly = true,
        EndTokens = [],
    };
}
