using System.Globalization;
using System.Text.Json.Nodes;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>The 47 texts of llama.cpp with the ids of GPT-2's and Qwen2's own tokenizers.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Qwen2_gives_the_ids_of_all_47_vectors()
    {
        string folder = SharedData.Require("conformance/qwen2");
        AssertVectors(folder, HuggingFaceTokenizer.Load(folder));
    }

    [Fact]
    public void Gpt2_gives_the_ids_of_all_47_vectors()
    {
        string folder = SharedData.Require("conformance/gpt2");
        // The vectors are GPT-2's own; the file is of a model that added tokens for runs of spaces and tabs to it.
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")))!;
        JsonArray added = json["added_tokens"]!.AsArray();
        Assert.Equal(38, added.RemoveAll(token => !token!["special"]!.GetValue<bool>()));
        using TestFolder plain = new();
        plain.Write("tokenizer.json", json.ToJsonString());
        AssertVectors(folder, HuggingFaceTokenizer.Load(plain.Path));
    }

    [Fact]
    public void Added_tokens_for_runs_of_spaces_are_recognised_longest_first()
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(SharedData.Require("conformance/gpt2"));
        Assert.Equal([50286], tokenizer.Encode("  "));
        Assert.Equal([50284, 15496], tokenizer.Encode("    Hello"));
        Assert.Equal([15496, 50256], tokenizer.Encode("Hello<|endoftext|>"));
        Assert.Equal("    Hello", tokenizer.Decode([50284, 15496, 50256], skipSpecial: true));
    }

    [Theory]
    [InlineData("conformance/gpt2")]
    [InlineData("conformance/qwen2")]
    public void Every_vector_decodes_to_its_text(string relative)
    {
        string folder = SharedData.Require(relative);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(folder);
        foreach (string text in Texts(folder))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), skipSpecial: false));
        }
    }

    private static void AssertVectors(string folder, HuggingFaceTokenizer tokenizer)
    {
        string[] texts = Texts(folder);
        string[] lines = File.ReadAllText(Path.Combine(folder, "vectors.out")).Split('\n');
        Assert.Equal(47, texts.Length);
        Assert.Equal(47, lines.Length);
        foreach ((string text, string line) in texts.Zip(lines))
        {
            int[] expected =
            [
                .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
            Assert.True(expected.AsSpan().SequenceEqual(tokenizer.Encode(text)),
                $"\"{text}\": expected {line}, got {string.Join(' ', tokenizer.Encode(text))}");
        }
    }

    private static string[] Texts(string folder) =>
        File.ReadAllText(Path.Combine(folder, "vectors.inp")).Split("\n__ggml_vocab_test__\n");
}
