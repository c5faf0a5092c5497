using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Tests.Safetensors;

public sealed class ModelWeightsTests
{
    [Fact]
    public void Shards_read_as_one()
    {
        using TestFolder folder = new();
        Shard(folder, "one.safetensors", "a", 1);
        Shard(folder, "two.safetensors", "b", 2);
        folder.Write(ModelWeights.IndexFile, """{"metadata":{},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        using ModelWeights weights = ModelWeights.Load(folder.Path);
        Assert.Equal(["a", "b"], weights.Tensors.Keys.Order());
        Assert.Equal([2f], weights.ReadFloat32("b"));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""", "not a .safetensors file of this folder")]
    [InlineData("""{"weight_map":{"a":"three.safetensors"}}""", "missing")]
    [InlineData("""{"weight_map":{"c":"one.safetensors"}}""", "tensor \"c\" is missing")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""", "twice")]
    [InlineData("""{"weight_map":{"a":1}}""", "text")]
    [InlineData("{}", "weight_map")]
    public void A_bad_index_is_refused(string index, string cause)
    {
        using TestFolder folder = new();
        Shard(folder, "one.safetensors", "a", 1);
        folder.Write(ModelWeights.IndexFile, index);
        Assert.Contains(cause, Assert.Throws<ModelFormatException>(() => ModelWeights.Load(folder.Path)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_is_named()
    {
        using TestFolder folder = new();
        Assert.Contains(ModelWeights.SingleFile,
            Assert.Throws<ModelFormatException>(() => ModelWeights.Load(folder.Path)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelConfig.Llama, 2 * 9 + 2)]
    [InlineData(ModelConfig.Qwen2, 2 * 12 + 2)]
    [InlineData(ModelConfig.Qwen3, 2 * 11 + 2)]
    public void Each_architecture_needs_its_own_tensors(string architecture, int count)
    {
        ModelConfig config = TestModel.Config with { Architecture = architecture };
        Assert.Equal(count, TensorLayout.TensorsOf(config).Count());
        Assert.Equal(count + 1, TensorLayout.TensorsOf(config with { TieWordEmbeddings = false }).Count());
        using TestFolder folder = new();
        TestModel.Write(folder.Path, config);
        using ModelFolder model = ModelFolder.Open(folder.Path);
        Assert.Equal(config.VocabularySize * config.HiddenSize, model.Weights.ReadFloat32(TensorLayout.Embedding).Length);
    }

    [Fact]
    public void A_tensor_of_the_wrong_shape_is_refused_when_the_folder_opens()
    {
        using TestFolder folder = new();
        TestModel.Write(folder.Path, TestModel.Config);
        (TestModel.Config with { IntermediateSize = 13 }).Save(folder.Path);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(folder.Path));
        Assert.Contains("mlp.gate_proj.weight\" has shape [12, 8]; config.json makes it [13, 8]", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_is_refused_when_the_folder_opens()
    {
        using TestFolder folder = new();
        TestModel.Write(folder.Path, TestModel.Config);
        (TestModel.Config with { LayerCount = 3 }).Save(folder.Path);
        Assert.Contains("model.layers.2.self_attn.q_proj.weight",
            Assert.Throws<ModelFormatException>(() => ModelFolder.Open(folder.Path)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_any_file_that_matters()
    {
        using TestFolder folder = new();
        TestModel.Write(folder.Path, TestModel.Config);
        string before = HashOf(folder.Path);
        Assert.Equal(before, HashOf(folder.Path));
        folder.Write("README.md", "a model card");
        Assert.Equal(before, HashOf(folder.Path));
        folder.Write("tokenizer_config.json", "{}");
        Assert.NotEqual(before, HashOf(folder.Path));
    }

    private static string HashOf(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        return model.Hash;
    }

    private static void Shard(TestFolder folder, string file, string tensor, float value)
    {
        SafetensorsWriter writer = new();
        writer.Add(tensor, [1], new float[] { value });
        writer.Save(folder.File(file));
    }
}
