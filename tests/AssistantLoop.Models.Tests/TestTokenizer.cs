using System.Text.Json.Nodes;
using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Models.Tests;

/// <summary>
/// A byte-level tokenizer without merges in Hugging Face's form: the starter's five special tokens have the ids 0 to 4,
/// byte b has the id 5 + b.
/// </summary>
internal static class TestTokenizer
{
    public const int VocabularySize = 261;

    public static IReadOnlyList<string> SpecialTokens { get; } =
        ["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"];

    public static void Write(string folder)
    {
        JsonObject vocabulary = [];
        JsonArray added = [];
        foreach (string token in SpecialTokens)
        {
            added.Add(new JsonObject
            {
                ["id"] = added.Count,
                ["content"] = token,
                ["special"] = true,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
            });
            vocabulary[token] = vocabulary.Count;
        }

        foreach (char letter in Letters())
        {
            vocabulary[letter.ToString()] = vocabulary.Count;
        }

        JsonObject byteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };
        JsonObject tokenizer = new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = byteLevel(),
            ["post_processor"] = null,
            ["decoder"] = byteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(),
            },
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), new JsonObject
        {
            ["bos_token"] = "<|endoftext|>",
            ["eos_token"] = "<|end|>",
            ["pad_token"] = "<|endoftext|>",
            ["chat_template"] = ChatTemplate.StarterSource,
        }.ToJsonString());
    }

    // GPT-2's letters for the bytes 0 to 255: printable Latin-1 stands for itself, the others follow from U+0100 on.
    private static IEnumerable<char> Letters()
    {
        int next = 0x100;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF;
            yield return printable ? (char)value : (char)next++;
        }
    }
}
