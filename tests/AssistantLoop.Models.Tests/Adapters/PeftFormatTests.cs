using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Models.Tests.Adapters;

/// <summary>PEFT's files, byte by byte: as its documentation of checkpoints gives them.</summary>
public sealed class PeftFormatTests
{
    // The fields of PEFT's LoraConfig that its page on checkpoints shows, with the values that plain LoRA has.
    private const string DocumentedConfig =
        """
        {
          "alpha_pattern": {}, "auto_mapping": null, "base_model_name_or_path": "starter", "bias": "none",
          "fan_in_fan_out": false, "inference_mode": true, "init_lora_weights": true, "layer_replication": null,
          "layers_pattern": null, "layers_to_transform": null, "loftq_config": {}, "lora_alpha": 8, "lora_dropout": 0.0,
          "megatron_config": null, "megatron_core": "megatron.core", "modules_to_save": null, "peft_type": "LORA",
          "r": 4, "rank_pattern": {}, "revision": null, "target_modules": "all-linear", "task_type": "CAUSAL_LM",
          "use_dora": true, "use_rslora": true
        }
        """;

    [Theory]
    [InlineData("lora_magnitude_vector")]
    [InlineData("lora_magnitude_vector.weight")]
    public void A_DoRA_adapter_written_by_hand_loads(string magnitude)
    {
        using TestFolder folder = new();
        WriteByHand(folder.Path, DocumentedConfig, magnitude);
        PeftAdapter adapter = PeftAdapter.Load(folder.Path, TestModel.Config);
        Assert.Equal((4, 8.0, true, true), (adapter.Config.Rank, adapter.Config.Alpha, adapter.Config.Dora, adapter.Config.RsLora));
        Assert.Equal(4, adapter.Config.Scale);
        Assert.Equal(7 * TestModel.Config.LayerCount, adapter.Modules.Count);
        LoraPair pair = adapter.Modules["model.layers.1.self_attn.k_proj"];
        Assert.Equal((4 * 8, 4 * 4, 8, 4), (pair.A.Length, pair.B.Length, pair.In, pair.Out));
        Assert.Equal([0.5f, 1.5f, 2.5f, 3.5f], pair.Magnitude!);
    }

    [Fact]
    public void Written_tensors_have_PEFTs_names_and_shapes_and_no_others_are_there()
    {
        using TestFolder folder = new();
        WriteByHand(folder.Path, DocumentedConfig, "lora_magnitude_vector");
        PeftAdapter.Load(folder.Path, TestModel.Config).Save(folder.File("a"));
        Dictionary<string, string> expected = Shapes(Path.Combine(folder.Path, "adapter_model.safetensors"));
        Assert.Equal(3 * 14, expected.Count);
        Assert.Equal("[4]", expected["base_model.model.model.layers.0.self_attn.v_proj.lora_magnitude_vector"]);
        Assert.Equal(expected, Shapes(Path.Combine(folder.File("a"), "adapter_model.safetensors")));
    }

    [Fact]
    public void A_written_config_has_documented_fields_alone_and_their_values()
    {
        using TestFolder folder = new();
        WriteByHand(folder.Path, DocumentedConfig, "lora_magnitude_vector");
        PeftAdapter.Load(folder.Path, TestModel.Config).Save(folder.File("a"));
        JsonObject documented = JsonNode.Parse(DocumentedConfig)!.AsObject();
        documented["target_modules"] = JsonNode.Parse(
            """["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]""");
        JsonObject written =
            JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("a"), "adapter_config.json")))!.AsObject();
        Assert.All(written, field =>
        {
            Assert.True(documented.ContainsKey(field.Key), field.Key);
            Assert.True(JsonNode.DeepEquals(documented[field.Key], field.Value), field.Key);
        });

        // Where these are absent, PEFT takes what stands above.
        string[] defaults = ["alpha_pattern", "auto_mapping", "layer_replication", "layers_pattern", "loftq_config",
            "megatron_config", "megatron_core", "rank_pattern", "revision"];
        Assert.Equal(documented.Select(field => field.Key).Except(defaults).Order(), written.Select(field => field.Key).Order());
    }

    [Fact]
    public void Magnitudes_that_are_missing_or_not_announced_are_refused()
    {
        using TestFolder folder = new();
        WriteByHand(folder.Path, DocumentedConfig, null);
        Assert.Contains("lora_magnitude_vector", Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.Path, TestModel.Config)).Problem, StringComparison.Ordinal);
        WriteByHand(
            folder.Path, DocumentedConfig.Replace("\"use_dora\": true", "\"use_dora\": false", StringComparison.Ordinal),
            "lora_magnitude_vector");
        Assert.Contains("lora_magnitude_vector", Assert.Throws<ModelFormatException>(
            () => PeftAdapter.Load(folder.Path, TestModel.Config)).Problem, StringComparison.Ordinal);
    }

    // A safetensors file: the header's length, the header, and the numbers one tensor after the other.
    private static void WriteByHand(string folder, string config, string? magnitude)
    {
        JsonObject header = [];
        List<float> numbers = [];
        void Add(string name, params int[] shape)
        {
            int count = shape.Aggregate((a, b) => a * b), start = numbers.Count * sizeof(float);
            numbers.AddRange(Enumerable.Range(0, count).Select(i => i + 0.5f));
            header[$"base_model.model.{name}"] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(start, numbers.Count * sizeof(float)),
            };
        }

        foreach ((string path, int outputs, int inputs) in TensorLayout.LinearsOf(TestModel.Config)
            .Select(linear => (linear.Path, linear.Outputs, linear.Inputs)))
        {
            Add($"{path}.lora_A.weight", 4, inputs);
            Add($"{path}.lora_B.weight", outputs, 4);
            if (magnitude is not null) Add($"{path}.{magnitude}", outputs);
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config);
        File.WriteAllBytes(
            Path.Combine(folder, "adapter_model.safetensors"),
            [.. BitConverter.GetBytes((long)json.Length), .. json,
                .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers))]);
    }

    private static Dictionary<string, string> Shapes(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, (int)BitConverter.ToInt64(file)));
        return header.RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__")
            .ToDictionary(tensor => tensor.Name, tensor => $"{tensor.Value.GetProperty("shape")}");
    }
}
