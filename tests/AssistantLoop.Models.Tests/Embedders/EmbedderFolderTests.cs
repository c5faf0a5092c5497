using AssistantLoop.Models.Embedders;

namespace AssistantLoop.Models.Tests.Embedders;

public sealed class EmbedderFolderTests
{
    [Fact]
    public void A_written_folder_is_read_with_its_settings()
    {
        using TestFolder folder = new();
        using EmbedderFolder embedder = EmbedderFolder.Open(TestEmbedder.Write(folder));
        Assert.Equal((4, 9, Pooling.Mean), (embedder.Config.HiddenSize, embedder.MaxTokens, embedder.Pooling));
        Assert.Empty(embedder.Prompts);
        Assert.Null(embedder.OnnxPath);
        Assert.Equal([2, 15, 16, 17, 3], embedder.Encode("how are you"));
        Assert.Equal([2, 15, 15, 15, 15, 15, 15, 15, 3], embedder.Encode("how how how how how how how how how"));
    }

    [Fact]
    public void Tensors_may_have_the_prefix_of_a_whole_model()
    {
        using TestFolder folder = new();
        using EmbedderFolder embedder = EmbedderFolder.Open(TestEmbedder.Write(folder, "bert."));
        Assert.Equal(TestEmbedder.Vocabulary.Length * 4, embedder.ReadWeights(EncoderLayout.Words).Length);
    }

    [Fact]
    public void Prompts_are_read()
    {
        using TestFolder folder = new();
        TestEmbedder.Write(folder);
        folder.Write("config_sentence_transformers.json", """{"prompts": {"query": "query: ", "document": ""}}""");
        using EmbedderFolder embedder = EmbedderFolder.Open(folder.Path);
        Assert.Equal("query: ", embedder.Prompts["query"]);
    }

    [Fact]
    public void The_id_changes_with_any_file_that_changes_vectors()
    {
        using TestFolder folder = new();
        string before = IdOf(TestEmbedder.Write(folder));
        Assert.Equal(before, IdOf(folder.Path));
        TestEmbedder.Replace(folder, "sentence_bert_config.json", "9", "8");
        Assert.NotEqual(before, IdOf(folder.Path));
    }

    [Theory]
    [InlineData("config.json", "\"gelu\"", "\"relu\"", "`hidden_act` must be gelu; found relu")]
    [InlineData("config.json", "\"absolute\"", "\"relative_key\"", "`position_embedding_type` must be absolute")]
    [InlineData("config.json", "\"bert\"", "\"mpnet\"", "`model_type` must be bert")]
    [InlineData("config.json", "\"num_attention_heads\": 2", "\"num_attention_heads\": 3", "`hidden_size` must be a multiple")]
    [InlineData("config.json", "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2", "tensor \"encoder.layer.1.")]
    [InlineData("config.json", "\"intermediate_size\": 6", "\"intermediate_size\": 7", "has shape [6, 4]; config.json makes it [7, 4]")]
    [InlineData("modules.json", "models.Normalize", "models.Dense", "`modules[].type` must be Transformer, Pooling or Normalize")]
    [InlineData("modules.json", "models.Pooling", "models.Normalize", "there is no Pooling module")]
    [InlineData("modules.json", "\"1_Pooling\"", "\"../1_Pooling\"", "`modules[].path` must be a folder of this folder")]
    [InlineData("1_Pooling/config.json", "\"pooling_mode_max_tokens\": false", "\"pooling_mode_max_tokens\": true", "`pooling_mode_max_tokens` must be false")]
    [InlineData("1_Pooling/config.json", "\"pooling_mode_mean_tokens\": true", "\"pooling_mode_mean_tokens\": false", "`pooling_mode_mean_tokens` must be true")]
    [InlineData("vocab.txt", "[CLS]", "[cls]", "[CLS]")]
    [InlineData("sentence_bert_config.json", "9", "\"nine\"", "`max_seq_length` must be a whole number")]
    public void What_is_not_supported_is_refused_by_file_and_field(string file, string old, string replacement, string problem)
    {
        using TestFolder folder = new();
        TestEmbedder.Write(folder);
        TestEmbedder.Replace(folder, file, old, replacement);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => EmbedderFolder.Open(folder.Path));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("model.safetensors")]
    [InlineData("1_Pooling/config.json")]
    public void A_missing_file_is_named(string file)
    {
        using TestFolder folder = new();
        TestEmbedder.Write(folder);
        File.Delete(folder.File(file));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => EmbedderFolder.Open(folder.Path));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static string IdOf(string folder)
    {
        using EmbedderFolder embedder = EmbedderFolder.Open(folder);
        return embedder.Id;
    }
}
