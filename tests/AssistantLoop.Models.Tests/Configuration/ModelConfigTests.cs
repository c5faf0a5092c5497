using System.Text.Json.Nodes;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Models.Tests.Configuration;

public sealed class ModelConfigTests
{
    private const string SmolLm2 = """
        {"architectures":["LlamaForCausalLM"],"attention_bias":false,"bos_token_id":1,"eos_token_id":2,"hidden_act":"silu",
        "hidden_size":576,"intermediate_size":1536,"max_position_embeddings":8192,"model_type":"llama",
        "num_attention_heads":9,"num_hidden_layers":30,"num_key_value_heads":3,"pad_token_id":2,"pretraining_tp":1,
        "rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":100000,"tie_word_embeddings":true,"vocab_size":49152}
        """;

    [Fact]
    public void A_llama_config_is_read()
    {
        ModelConfig config = Load(SmolLm2);
        Assert.Equal((576, 1536, 30, 9, 3, 64), (config.HiddenSize, config.IntermediateSize, config.LayerCount,
            config.HeadCount, config.KeyValueHeadCount, config.HeadDim));
        Assert.Equal((49152, 8192, 1e-5, 100_000.0, true), (config.VocabularySize, config.MaxPositions,
            config.RmsNormEpsilon, config.RopeTheta, config.TieWordEmbeddings));
        Assert.Equal([2], config.EosTokenIds);
        Assert.False(config.AttentionBias || config.QueryKeyNorm);
    }

    [Fact]
    public void The_shared_llama_opens_with_all_its_tensors()
    {
        using ModelFolder model = ModelFolder.Open(SharedData.Require("conformance/stories260K"));
        Assert.Equal((64, 5, 8, 4), (model.Config.HiddenSize, model.Config.LayerCount, model.Config.HeadCount,
            model.Config.KeyValueHeadCount));
        Assert.Equal([2], model.EndTokenIds);
    }

    [Fact]
    public void Qwen2_has_biases_and_Qwen3_has_query_and_key_norms()
    {
        Assert.True(Load(SmolLm2.Replace("Llama", "Qwen2", StringComparison.Ordinal)).AttentionBias);
        ModelConfig qwen3 = Load(SmolLm2.Replace("Llama", "Qwen3", StringComparison.Ordinal));
        Assert.True(qwen3.QueryKeyNorm);
        Assert.Equal(128, qwen3.HeadDim);
    }

    [Theory]
    [InlineData(ModelConfig.Llama)]
    [InlineData(ModelConfig.Mistral)]
    [InlineData(ModelConfig.Qwen2)]
    [InlineData(ModelConfig.Qwen3)]
    public void A_saved_config_loads_as_it_was(string architecture)
    {
        using TestFolder folder = new();
        ModelConfig config = TestModel.Config with
        {
            Architecture = architecture,
            RopeScaling = new RopeScaling(32, 1, 4, 8192),
            BosTokenId = 1,
            EosTokenIds = [2, 3],
        };
        config.Save(folder.Path);
        ModelConfig loaded = ModelConfig.Load(folder.Path);
        Assert.Equal(config.EosTokenIds, loaded.EosTokenIds);
        Assert.Equal(config, loaded with { EosTokenIds = config.EosTokenIds });
    }

    [Fact]
    public void Llama3_scaling_keeps_short_waves_and_stretches_long_ones()
    {
        // The values of Llama 3.2's config.json; expected numbers from the formula in float64.
        ModelConfig config = Load(Edit("rope_scaling", JsonNode.Parse(
            """{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"}""")));
        Assert.Equal(new RopeScaling(32, 1, 4, 8192), config.RopeScaling);
        Assert.Equal(1.0, config.RopeScaling!.Apply(1.0));
        Assert.Equal(1e-5 / 32, config.RopeScaling.Apply(1e-5), 1e-15);
        double middle = 2 * Math.PI / 4096;
        Assert.Equal((1 - 1 / 3.0) * middle / 32 + middle / 3.0, config.RopeScaling.Apply(middle), 1e-12);
    }

    [Fact]
    public void Rope_parameters_of_newer_configs_are_read()
    {
        ModelConfig config = Load("""
            {"architectures":["LlamaForCausalLM"],"hidden_size":8,"intermediate_size":8,"num_hidden_layers":1,"vocab_size":8,
            "num_attention_heads":2,"max_position_embeddings":8,"rope_parameters":{"rope_theta":5000.0,"rope_type":"default"}}
            """);
        Assert.Equal(5000, config.RopeTheta);
        Assert.Null(config.RopeScaling);
    }

    [Fact]
    public void A_sliding_window_bounds_the_context()
    {
        string mistral = Edit("sliding_window", 4096).Replace("LlamaForCausalLM", "MistralForCausalLM", StringComparison.Ordinal);
        Assert.Equal(4096, Load(mistral).MaxPositions);
        Assert.Equal(8192, Load(Edit("sliding_window", 4096)).MaxPositions);
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "architectures", """["GPT2LMHeadModel"]""", "GPT2LMHeadModel" },
        { "architectures", """["LlamaForCausalLM", "MistralForCausalLM"]""", "architectures" },
        { "architectures", "null", "missing" },
        { "hidden_act", "\"gelu\"", "silu" },
        { "attention_bias", "true", "false for LlamaForCausalLM" },
        { "mlp_bias", "true", "false" },
        { "rope_scaling", """{"rope_type":"yarn","factor":4}""", "yarn" },
        { "rope_scaling", """{"rope_type":"llama3","factor":4}""", "low_freq_factor" },
        { "quantization_config", """{"bits":4}""", "quantised" },
        { "hidden_size", "\"many\"", "whole number" },
        { "hidden_size", "-1", "whole number" },
        { "hidden_size", "1e40", "whole number" },
        { "hidden_size", "577", "multiple" },
        { "hidden_size", "null", "missing" },
        { "num_key_value_heads", "2", "divisor" },
        { "num_hidden_layers", "99999999", "1024" },
        { "head_dim", "3", "even" },
        { "rms_norm_eps", "7", "from 0 to 1" },
        { "rope_theta", "0", "over 0" },
        { "partial_rotary_factor", "0.5", "1" },
        { "eos_token_id", "70000", "vocab_size" },
        { "eos_token_id", "\"x\"", "token id" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_the_decoder_cannot_compute_is_refused_by_file_and_field(string field, string value, string cause)
    {
        using TestFolder folder = new();
        string file = folder.Write("config.json", Edit(field, JsonNode.Parse(value)));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ModelConfig.Load(folder.Path));
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"architectures\":")]
    public void A_file_that_is_no_JSON_object_is_refused(string text)
    {
        using TestFolder folder = new();
        folder.Write("config.json", text);
        Assert.Contains("JSON", Assert.Throws<ModelFormatException>(() => ModelConfig.Load(folder.Path)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_gives_one_kind_of_error()
    {
        using TestFolder folder = new();
        Random random = new(4);
        string[] pieces = ["\\ud800", "\"", "{", "]", "-", "1e999", "null", "\\", ","];
        for (int round = 0; round < 500; round++)
        {
            int at = random.Next(SmolLm2.Length);
            int end = Math.Min(SmolLm2.Length, at + random.Next(4));
            folder.Write("config.json", SmolLm2[..at] + pieces[random.Next(pieces.Length)] + SmolLm2[end..]);
            try
            {
                ModelConfig.Load(folder.Path);
            }
            catch (ModelFormatException error)
            {
                Assert.Equal(folder.File("config.json"), error.Path);
            }
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using TestFolder folder = new();
        Assert.Contains("missing", Assert.Throws<ModelFormatException>(() => ModelConfig.Load(folder.Path)).Problem,
            StringComparison.Ordinal);
    }

    private static string Edit(string field, JsonNode? value)
    {
        JsonObject config = JsonNode.Parse(SmolLm2)!.AsObject();
        config[field] = value;
        return config.ToJsonString();
    }

    private static ModelConfig Load(string json)
    {
        using TestFolder folder = new();
        folder.Write("config.json", json);
        return ModelConfig.Load(folder.Path);
    }
}
