using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Inference.Tests.Embeddings;

public sealed class BertEmbedderTests : IDisposable
{
    private const float Tolerance = 2e-6f;

    private static readonly string[] s_texts =
        ["The lamp is broken.", "Send it back?", "a", "my ordered cups is broken. return it", "Unknown xylophone"];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public async Task Vectors_equal_an_independent_forward_pass(Pooling pooling)
    {
        string folder = Folder();
        if (pooling == Pooling.Cls)
        {
            TinyBert.Replace(folder, "1_Pooling/config.json", "\"pooling_mode_cls_token\": false", "\"pooling_mode_cls_token\": true");
            TinyBert.Replace(folder, "1_Pooling/config.json", "\"pooling_mode_mean_tokens\": true", "\"pooling_mode_mean_tokens\": false");
        }

        using BertEmbedder embedder = Load(folder);
        using EmbedderFolder files = EmbedderFolder.Open(folder);
        var reference = new ReferenceBert(folder);

        float[][] vectors = await EmbedAsync(embedder, s_texts);

        for (int i = 0; i < s_texts.Length; i++)
        {
            AssertNear(reference.Embed(files.Encode(s_texts[i]), pooling), vectors[i]);
        }
    }

    [Fact]
    public async Task A_text_has_the_same_vector_alone_and_in_a_padded_batch()
    {
        using BertEmbedder embedder = Load(Folder());

        float[][] together = await EmbedAsync(embedder, s_texts);

        for (int i = 0; i < s_texts.Length; i++)
        {
            AssertNear((await EmbedAsync(embedder, s_texts[i]))[0], together[i]);
        }
    }

    [Fact]
    public async Task Many_small_batches_keep_the_order_of_the_texts()
    {
        string folder = Folder();
        using BertEmbedder whole = Load(folder), small = Load(folder, options => options with { TokensPerBatch = 7, Threads = 3 });
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => string.Join(' ', s_texts[i % 5].Split(' ').Take(1 + (i % 3))))];

        float[][] expected = await EmbedAsync(whole, texts), actual = await EmbedAsync(small, texts);

        for (int i = 0; i < texts.Length; i++)
        {
            AssertNear(expected[i], actual[i]);
        }
    }

    [Fact]
    public async Task The_same_texts_give_the_same_bits()
    {
        using BertEmbedder embedder = Load(Folder());

        Assert.Equal(await EmbedAsync(embedder, s_texts), await EmbedAsync(embedder, s_texts));
    }

    [Fact]
    public async Task A_long_text_is_cut_to_the_longest_that_the_folder_allows()
    {
        string folder = Folder();
        using BertEmbedder embedder = Load(folder);
        using EmbedderFolder files = EmbedderFolder.Open(folder);
        string words = string.Join(' ', Enumerable.Repeat("lamp", 30));

        // [CLS], 8 words and [SEP] are the 10 tokens of sentence_bert_config.json.
        Assert.Equal([2, 6, 6, 6, 6, 6, 6, 6, 6, 3], files.Encode(words));
        float[][] vectors = await EmbedAsync(embedder, words, string.Join(' ', Enumerable.Repeat("lamp", 8)));
        AssertNear(vectors[1], vectors[0]);
    }

    [Fact]
    public async Task A_prompt_is_put_before_texts_of_its_kind()
    {
        string folder = Folder();
        File.WriteAllText(Path.Combine(folder, "config_sentence_transformers.json"), """{"prompts": {"query": "return my "}}""");
        using BertEmbedder embedder = Load(folder);

        float[] query = (await EmbedAsync(embedder, Prompt(BertEmbedder.QueryPrompt), "cup"))[0];

        AssertNear((await EmbedAsync(embedder, "return my cup"))[0], query);
        AssertNear((await EmbedAsync(embedder, "cup"))[0], (await EmbedAsync(embedder, Prompt(BertEmbedder.DocumentPrompt), "cup"))[0]);
    }

    [Fact]
    public async Task An_unknown_prompt_is_refused_by_name()
    {
        using BertEmbedder embedder = Load(Folder());

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => embedder.GenerateAsync(["a"], Prompt("question"), TestContext.Current.CancellationToken));

        Assert.Contains("prompt must be query or document; given: question", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_name_the_folder_by_its_content()
    {
        string folder = Folder();
        EmbeddingGeneratorMetadata before = Metadata(folder);
        Assert.StartsWith("embedder@", before.DefaultModelId, StringComparison.Ordinal);
        Assert.Equal("embedder@".Length + 12, before.DefaultModelId!.Length);
        Assert.Equal(16, before.DefaultModelDimensions);
        Assert.Equal(before.DefaultModelId, Metadata(folder).DefaultModelId);

        TinyBert.Write(folder, seed: 2);

        Assert.NotEqual(before.DefaultModelId, Metadata(folder).DefaultModelId);
    }

    [Fact]
    public async Task An_exported_graph_is_run_in_place_of_the_weights()
    {
        string folder = Folder();
        float[] expected;
        using (BertEmbedder embedder = Load(folder))
        {
            expected = (await EmbedAsync(embedder, "send it back"))[0];
        }

        string cached = Directory.GetDirectories(_temporary["cache"]).Single();
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        File.Copy(Path.Combine(cached, "encoder.onnx"), Path.Combine(folder, "onnx/model.onnx"));
        File.Copy(Path.Combine(cached, "encoder.weights"), Path.Combine(folder, "onnx/encoder.weights"));
        File.Delete(Path.Combine(folder, "model.safetensors"));

        using BertEmbedder exported = Load(folder);
        AssertNear(expected, (await EmbedAsync(exported, "send it back"))[0]);
    }

    [Fact]
    public void A_graph_that_is_none_is_refused_with_its_path()
    {
        string folder = Folder();
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        File.WriteAllText(Path.Combine(folder, "onnx/model.onnx"), "no graph");

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Load(folder));

        Assert.EndsWith("onnx/model.onnx", error.Path, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime cannot load it", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_embeds_nothing()
    {
        using BertEmbedder embedder = Load(Folder());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => embedder.GenerateAsync(s_texts, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_call_past_the_limit_is_refused_and_the_next_one_is_not()
    {
        using BertEmbedder embedder = Load(Folder(), options => options with { CallLimit = 1 });
        EmbedderBusyException? refused = null;
        IEnumerable<string> Texts()
        {
            // The outer call reads its texts while it counts as running.
            refused = Assert.Throws<EmbedderBusyException>(() => EmbedAsync(embedder, "a").GetAwaiter().GetResult());
            yield return "a";
        }

        await embedder.GenerateAsync(Texts(), null, TestContext.Current.CancellationToken);

        Assert.Contains("try again", refused!.Message, StringComparison.Ordinal);
        Assert.Single(await EmbedAsync(embedder, "a"));
    }

    [Fact]
    public async Task No_texts_give_no_vectors()
    {
        using BertEmbedder embedder = Load(Folder());

        Assert.Empty(await EmbedAsync(embedder, []));
    }

    private string Folder() => TinyBert.Write(_temporary["embedder"]);

    private BertEmbedder Load(string folder, Func<EmbedderOptions, EmbedderOptions>? change = null)
    {
        EmbedderOptions options = new() { Folder = folder, CacheFolder = _temporary["cache"], Threads = 2 };
        return BertEmbedder.Load(change?.Invoke(options) ?? options);
    }

    private EmbeddingGeneratorMetadata Metadata(string folder)
    {
        using BertEmbedder embedder = Load(folder);
        return (EmbeddingGeneratorMetadata)embedder.GetService(typeof(EmbeddingGeneratorMetadata))!;
    }

    private static EmbeddingGenerationOptions Prompt(string name) =>
        new() { AdditionalProperties = new() { [BertEmbedder.PromptProperty] = name } };

    private static Task<float[][]> EmbedAsync(BertEmbedder embedder, params string[] texts) => EmbedAsync(embedder, null, texts);

    private static async Task<float[][]> EmbedAsync(BertEmbedder embedder, EmbeddingGenerationOptions? options, string[] texts)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings =
            await embedder.GenerateAsync(texts, options, TestContext.Current.CancellationToken);
        return [.. embeddings.Select(embedding => embedding.Vector.ToArray())];
    }

    private static Task<float[][]> EmbedAsync(BertEmbedder embedder, EmbeddingGenerationOptions options, string text) =>
        EmbedAsync(embedder, options, [text]);

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(1, actual.Sum(value => value * value), 1e-5f);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }
}
