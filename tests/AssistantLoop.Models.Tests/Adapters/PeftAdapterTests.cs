using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Tests.Adapters;

public sealed class PeftAdapterTests
{
    private static readonly AdapterManifest s_manifest = new()
    {
        BaseHash = "aa",
        DataSetHash = "dd",
        Recipe = JsonSerializer.SerializeToElement(new { rank = 2 }),
        Seed = 7,
        Metrics = new Dictionary<string, double> { ["loss"] = 0.5, ["worst"] = double.NaN },
        LibraryVersions = new Dictionary<string, string> { ["libtorch"] = "1.13.1" },
    };

    [Fact]
    public void An_adapter_is_read_back_as_saved()
    {
        using TestFolder folder = new();
        PeftAdapter saved = Adapter(["q_proj", "down_proj"], s_manifest);
        saved.Save(folder.File("a"));
        PeftAdapter loaded = PeftAdapter.Load(folder.File("a"), TestModel.Config, "aa");
        Assert.Equal(saved.Modules.Keys.Order(), loaded.Modules.Keys.Order());
        Assert.Equal(saved.Modules["model.layers.1.mlp.down_proj"].B, loaded.Modules["model.layers.1.mlp.down_proj"].B);
        Assert.Equal((2, 4.0, 0.1, "starter"), (loaded.Config.Rank, loaded.Config.Alpha, loaded.Config.Dropout, loaded.Config.BaseModel));
        Assert.Equal(["q_proj", "down_proj"], loaded.Config.TargetModules);
        Assert.Equal(("dd", 7L, 0.5), (loaded.Manifest!.DataSetHash, loaded.Manifest.Seed, loaded.Manifest.Metrics["loss"]));
        Assert.Equal(2, loaded.Manifest.Recipe!.Value.GetProperty("rank").GetInt32());
        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Tensors_have_the_names_and_shapes_of_PEFT()
    {
        using TestFolder folder = new();
        Adapter(["k_proj"], null).Save(folder.File("a"));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder.File("a"), "adapter_model.safetensors"));
        Assert.Equal([2, 8], file.Tensors["base_model.model.model.layers.0.self_attn.k_proj.lora_A.weight"].Shape);
        Assert.Equal([4, 2], file.Tensors["base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight"].Shape);
        Assert.Equal(4, file.Tensors.Count);
    }

    [Fact]
    public void All_linear_stands_for_the_seven_modules()
    {
        using TestFolder folder = new();
        Adapter(AdapterConfig.AllLinear, null).Save(folder.File("a"));
        Edit(folder, "target_modules", "\"all-linear\"");
        Assert.Equal(14, PeftAdapter.Load(folder.File("a"), TestModel.Config).Modules.Count);
    }

    [Fact]
    public void The_scale_is_alpha_by_rank_or_by_its_root()
    {
        AdapterConfig config = new() { Rank = 16, Alpha = 32, TargetModules = ["q_proj"] };
        Assert.Equal(2, config.Scale);
        Assert.Equal(8, (config with { RsLora = true }).Scale);
    }

    [Fact]
    public void An_adapter_of_another_base_is_refused()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], s_manifest).Save(folder.File("a"));
        ModelFormatException error = Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.File("a"), TestModel.Config, "bb"));
        Assert.EndsWith("manifest.json", error.Path, StringComparison.Ordinal);
        Assert.Contains("another base model", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_without_manifest_needs_only_to_fit()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        Assert.Null(PeftAdapter.Load(folder.File("a"), TestModel.Config, "bb").Manifest);
    }

    [Fact]
    public void Shapes_that_do_not_fit_the_base_are_refused()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        ModelConfig wider = TestModel.Config with { HiddenSize = 16 };
        Assert.Contains("[2, 8]; the rank and the base model make it [2, 16]",
            Assert.Throws<ModelFormatException>(() => PeftAdapter.Load(folder.File("a"), wider)).Problem, StringComparison.Ordinal);
        Assert.Contains("layers.1", Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.File("a"), TestModel.Config with { LayerCount = 1 })).Problem, StringComparison.Ordinal);
        Assert.Contains("layers.2", Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.File("a"), TestModel.Config with { LayerCount = 3 })).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use_dora", "1")]
    [InlineData("bias", "\"all\"")]
    [InlineData("modules_to_save", """["lm_head"]""")]
    [InlineData("rank_pattern", """{"q_proj":4}""")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("peft_type", "\"IA3\"")]
    [InlineData("task_type", "\"SEQ_CLS\"")]
    [InlineData("init_lora_weights", "\"pissa\"")]
    [InlineData("target_modules", "\".*proj\"")]
    [InlineData("target_modules", "[]")]
    [InlineData("target_modules", "null")]
    [InlineData("r", "0")]
    [InlineData("r", "3")]
    [InlineData("lora_alpha", "null")]
    [InlineData("lora_dropout", "1")]
    [InlineData("target_modules", """["v_proj"]""")]
    [InlineData("target_modules", """["q_proj", "v_proj"]""")]
    public void What_is_not_plain_LoRA_is_refused(string field, string value)
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        Edit(folder, field, value);
        ModelFormatException error = Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.File("a"), TestModel.Config));
        Assert.StartsWith(folder.File("a"), error.Path, StringComparison.Ordinal);
        if (value is not ("3" or """["v_proj"]""" or """["q_proj", "v_proj"]"""))
        {
            Assert.Contains($"`{field}`", error.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unset_variants_as_PEFT_writes_them_are_accepted()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        Edit(folder, "rank_pattern", "{}");
        Edit(folder, "modules_to_save", "[]");
        Edit(folder, "init_lora_weights", "\"gaussian\"");
        Edit(folder, "layer_replication", "null");
        Assert.Equal(2, PeftAdapter.Load(folder.File("a"), TestModel.Config).Modules.Count);
    }

    [Fact]
    public void The_hash_is_of_the_content_and_not_of_the_manifest()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], s_manifest).Save(folder.File("a"));
        Adapter(["q_proj"], null).Save(folder.File("b"));
        Adapter(["v_proj"], null).Save(folder.File("c"));
        Assert.Equal(PeftAdapter.HashOf(folder.File("a")), PeftAdapter.HashOf(folder.File("b")));
        Assert.NotEqual(PeftAdapter.HashOf(folder.File("a")), PeftAdapter.HashOf(folder.File("c")));
        Assert.Throws<ModelFormatException>(() => PeftAdapter.HashOf(folder.Path));
    }

    [Fact]
    public void An_adapter_that_cannot_be_written_leaves_nothing_and_keeps_what_was_there()
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        string before = PeftAdapter.HashOf(folder.File("a"));
        PeftAdapter good = Adapter(["q_proj"], null);
        PeftAdapter bad = new(good.Config with { Rank = 3 }, good.Modules, null);
        Assert.Throws<ArgumentException>(() => bad.Save(folder.File("a")));
        Assert.Throws<ArgumentException>(() => bad.Save(folder.File("new")));
        Assert.Equal(before, PeftAdapter.HashOf(folder.File("a")));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"baseHash":null}""")]
    [InlineData("{")]
    public void A_damaged_manifest_is_refused(string text)
    {
        using TestFolder folder = new();
        Adapter(["q_proj"], null).Save(folder.File("a"));
        File.WriteAllText(Path.Combine(folder.File("a"), "manifest.json"), text);
        Assert.EndsWith("manifest.json", Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.File("a"), TestModel.Config)).Path, StringComparison.Ordinal);
    }

    private static PeftAdapter Adapter(IReadOnlyList<string> targets, AdapterManifest? manifest)
    {
        AdapterConfig config = new() { Rank = 2, Alpha = 4, Dropout = 0.1, TargetModules = targets, BaseModel = "starter" };
        Random random = new(3);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        var modules = TensorLayout.LinearsOf(TestModel.Config).Where(linear => config.Targets(linear.Path)).ToDictionary(
            linear => linear.Path,
            linear => new LoraPair(Values(2 * linear.Inputs), Values(2 * linear.Outputs), linear.Inputs, linear.Outputs));
        return new PeftAdapter(config, modules, manifest);
    }

    private static void Edit(TestFolder folder, string field, string value)
    {
        string path = Path.Combine(folder.File("a"), "adapter_config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config[field] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());
    }
}
