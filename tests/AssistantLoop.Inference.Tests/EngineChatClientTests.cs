using System.Text.Json;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Inference.Tests;

public sealed class EngineChatClientTests : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _folder;
    private readonly Engine _engine;
    private readonly EngineChatClient _client;

    public EngineChatClientTests()
    {
        _folder = TinyChatModel.Write(_temporary["model"]);
        _engine = Load(slots: 4);
        _client = new EngineChatClient(_engine);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_the_greedy_text_after_the_rendered_messages()
    {
        ChatMessage[] messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi there")];
        int[] prompt = TinyChatModel.Encode(("system", "Be brief."), ("user", "Hi there"));
        List<int> expected = Answer(prompt, 30);

        ChatResponse response = await _client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 30 }, Stop);

        Assert.Equal(TinyChatModel.Decode(expected), response.Text);
        Assert.Equal(ChatRole.Assistant, response.Messages.Single().Role);
        Assert.Equal(expected[^1] == TinyChatModel.End ? ChatFinishReason.Stop : ChatFinishReason.Length, response.FinishReason);
        Assert.Equal((prompt.Length, expected.Count), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
        Assert.Equal("model", response.ModelId);
    }

    [Fact]
    public async Task Blanks_before_the_answer_are_dropped()
    {
        // The first of these questions that the model begins to answer with a blank, and no answer of blanks alone.
        string question = Enumerable.Range(0, 2000).Select(i => $"Question {i}")
            .First(text => Answer(TinyChatModel.Encode(("user", text)), 12) is [0, ..] ids && ids.Exists(id => id is > 0 and < 95));
        string raw = TinyChatModel.Decode(Answer(TinyChatModel.Encode(("user", question)), 12));
        Assert.StartsWith(" ", raw, StringComparison.Ordinal);

        ChatResponse response = await _client.GetResponseAsync(Say(question), Limit(12), Stop);

        Assert.Equal(raw.TrimStart(), response.Text);
    }

    [Fact]
    public async Task The_last_update_says_how_unsure_the_model_was()
    {
        List<ChatResponseUpdate> updates =
            await _client.GetStreamingResponseAsync(Say("Hello"), Limit(25), Stop).ToListAsync(Stop);

        AdditionalPropertiesDictionary told = updates[^1].AdditionalProperties!;
        Assert.True(told.TryGetValue("mean_entropy", out double mean) & told.TryGetValue("max_entropy", out double max));
        Assert.InRange(mean, double.Epsilon, max);
        Assert.InRange(max, mean, Math.Log(_engine.Model.Config.VocabularySize));
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.AdditionalProperties));
    }

    [Fact]
    public async Task An_answers_likelihood_is_the_product_of_its_tokens_probabilities()
    {
        int[] prompt = TinyChatModel.Encode(("user", "Hello"));
        List<int> answer = Answer(prompt, 3);
        double[][] logits = new ReferenceDecoder(_folder).Forward([.. prompt, .. answer]);
        double expected = answer.Select((id, at) => logits[prompt.Length - 1 + at])
            .Zip(answer, (row, id) => Math.Exp(row[id]) / row.Sum(Math.Exp))
            .Aggregate(1.0, (product, one) => product * one);
        ChatOptions options = Limit(3);
        options.AdditionalProperties = new() { [EngineChatClient.Likelihood] = true };

        ChatResponse response = await _client.GetResponseAsync(Say("Hello"), options, Stop);

        Assert.Equal(expected, (double)response.Messages.Single().AdditionalProperties![EngineChatClient.Likelihood]!, 1e-4);
        Assert.InRange(expected, 1e-9, 0.999);
    }

    [Fact]
    public async Task A_stream_gives_the_same_text_piece_by_piece_and_one_end()
    {
        List<ChatResponseUpdate> updates =
            await _client.GetStreamingResponseAsync(Say("Hello"), Limit(25), Stop).ToListAsync(Stop);
        Assert.Equal((await _client.GetResponseAsync(Say("Hello"), Limit(25), Stop)).Text, string.Concat(updates));
        Assert.True(updates.Count > 10);
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
        Assert.NotNull(updates[^1].FinishReason);
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>());
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
    }

    [Fact]
    public async Task A_response_format_holds_answers_to_its_schema_beside_free_ones()
    {
        using JsonDocument schema = JsonDocument.Parse("""
            {"type": "object", "required": ["text", "count"], "additionalProperties": false,
             "properties": {"text": {"type": "string"}, "count": {"type": "integer"}}}
            """);
        ChatOptions Held(int seed) => new()
        {
            MaxOutputTokens = 60,
            Temperature = 1,
            Seed = seed,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement),
        };
        string free = (await _client.GetResponseAsync(Say("Hello"), Limit(40), Stop)).Text;

        Task<ChatResponse>[] held = [.. Enumerable.Range(0, 6).Select(seed => _client.GetResponseAsync(Say("Hello"), Held(seed), Stop))];
        string beside = (await _client.GetResponseAsync(Say("Hello"), Limit(40), Stop)).Text;

        Assert.Equal(free, beside);
        foreach (ChatResponse response in await Task.WhenAll(held))
        {
            using JsonDocument document = JsonDocument.Parse(response.Text);
            Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("text").ValueKind);
            Assert.True(document.RootElement.GetProperty("count").TryGetInt64(out _), response.Text);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        }

        Assert.Equal(
            (await held[0]).Text, (await _client.GetResponseAsync(Say("Hello"), Held(0), Stop)).Text);
    }

    [Fact]
    public async Task A_response_format_without_a_schema_is_refused() =>
        await Assert.ThrowsAsync<JsonSchemaException>(() => _client.GetResponseAsync(
            Say("Hello"), new ChatOptions { ResponseFormat = ChatResponseFormat.Json }, Stop));

    [Fact]
    public async Task Instructions_come_first_as_a_system_message()
    {
        ChatResponse expected = await _client.GetResponseAsync(
            [new(ChatRole.System, "Rule"), new(ChatRole.User, "Hi")], Limit(10), Stop);
        ChatOptions options = Limit(10);
        options.Instructions = "Rule";
        Assert.Equal(expected.Text, (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text);
    }

    [Fact]
    public async Task A_stop_string_over_several_tokens_ends_the_answer_before_it()
    {
        string full = (await _client.GetResponseAsync(Say("Tell me"), Limit(40), Stop)).Text;
        string stop = full[7..10];
        ChatOptions options = Limit(40);
        options.StopSequences = ["never", stop];
        ChatResponse response = await _client.GetResponseAsync(Say("Tell me"), options, Stop);
        Assert.Equal(full[..full.IndexOf(stop, StringComparison.Ordinal)], response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.True(response.Usage?.OutputTokenCount <= 10);
    }

    [Fact]
    public async Task A_beginning_of_a_stop_string_at_the_end_is_part_of_the_answer()
    {
        string full = (await _client.GetResponseAsync(Say("Tell me"), Limit(20), Stop)).Text;
        ChatOptions options = Limit(20);
        options.StopSequences = [full[^3..] + "\u0001"];
        Assert.Equal(full, (await _client.GetResponseAsync(Say("Tell me"), options, Stop)).Text);
    }

    [Fact]
    public async Task The_model_id_names_the_adapter()
    {
        ModelConfig config = _engine.Model.Config;
        _engine.AddAdapter("v2", TinyAdapter.Write(_temporary["peft"], config));
        ChatOptions options = Limit(20);
        options.ModelId = "v2";
        ChatResponse adapted = await _client.GetResponseAsync(Say("Hi"), options, Stop);
        ChatResponse plain = await _client.GetResponseAsync(Say("Hi"), Limit(20), Stop);
        Assert.NotEqual(plain.Text, adapted.Text);
        Assert.Equal("v2", adapted.ModelId);

        options.ModelId = "v3";
        UnknownAdapterException unknown =
            await Assert.ThrowsAsync<UnknownAdapterException>(() => _client.GetResponseAsync(Say("Hi"), options, Stop));
        Assert.Equal("v3", unknown.AdapterId);
    }

    [Fact]
    public async Task Sampling_options_reach_the_engine()
    {
        ChatOptions options = Limit(30);
        (options.Temperature, options.Seed) = (2, 5);
        string first = (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text;
        Assert.Equal(first, (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text);
        options.Seed = 6;
        Assert.NotEqual(first, (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text);
        options.TopK = 1;
        string greedy = (await _client.GetResponseAsync(Say("Hi"), Limit(30), Stop)).Text;
        Assert.Equal(greedy, (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text);
        options.AdditionalProperties = new() { ["repetition_penalty"] = 5f };
        Assert.NotEqual(greedy, (await _client.GetResponseAsync(Say("Hi"), options, Stop)).Text);
    }

    [Fact]
    public async Task Conversations_at_the_same_time_answer_as_if_each_were_alone()
    {
        string[] questions = ["One", "Two two", "A much longer third question", "4", "Five", "Six?"];
        List<string> alone = [];
        foreach (string question in questions)
        {
            alone.Add((await _client.GetResponseAsync(Say(question), Limit(30), Stop)).Text);
        }

        ChatResponse[] together = await Task.WhenAll(
            questions.Select(question => _client.GetResponseAsync(Say(question), Limit(30), Stop)));
        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task A_cancelled_stream_ends_and_frees_its_slot()
    {
        await using Engine engine = Load(slots: 1);
        using var client = new EngineChatClient(engine);
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Say("Hi"), null, cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.NotEmpty((await client.GetResponseAsync(Say("Hi"), Limit(5), Stop)).Text);
    }

    [Fact]
    public void Services_are_found_by_type()
    {
        Assert.Same(_engine, _client.GetService<Engine>());
        Assert.Same(_client, _client.GetService<IChatClient>());
        Assert.Equal("assistantloop", _client.GetService<ChatClientMetadata>()?.ProviderName);
        Assert.Null(_client.GetService<string>());
    }

    [Fact]
    public async Task A_model_without_a_tokenizer_is_refused_at_the_start()
    {
        string bare = TinyModel.Write(_temporary["bare"], TinyModel.Config(ModelConfig.Llama));
        await using Engine engine = Engine.Load(new EngineOptions { ModelFolder = bare, CacheFolder = _temporary["cache"] });
        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => new EngineChatClient(engine));
        Assert.StartsWith(bare, refused.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
        _temporary.Dispose();
    }

    private Engine Load(int slots) => Engine.Load(new EngineOptions
    {
        ModelFolder = _folder,
        CacheFolder = _temporary["cache"],
        Slots = slots,
    });

    private List<int> Answer(int[] prompt, int count)
    {
        List<int> ids = new ReferenceDecoder(_folder).Greedy(prompt, count);
        int end = ids.IndexOf(TinyChatModel.End);
        return end < 0 ? ids : ids[..(end + 1)];
    }

    private static ChatMessage[] Say(string text) => [new(ChatRole.User, text)];

    private static ChatOptions Limit(int tokens) => new() { MaxOutputTokens = tokens };
}
