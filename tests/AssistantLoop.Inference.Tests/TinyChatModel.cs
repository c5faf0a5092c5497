using System.Text.Json;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests;

/// <summary>A random model that speaks printable ASCII, a character a token, with a chat template.</summary>
internal static class TinyChatModel
{
    public const int End = 99;

    private const string Template =
        "{% for message in messages %}{{ '<|' + message.role + '|>' + message.content + '<|end|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private static readonly string[] s_special = ["<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|end|>"];

    /// <summary>The prompt's tokens, worked out without the tokenizer.</summary>
    public static int[] Encode(params (string Role, string Text)[] messages) =>
    [
        .. messages.SelectMany(message => (int[])
            [95 + Array.IndexOf(s_special, $"<|{message.Role}|>"), .. message.Text.Select(c => c - ' '), End]),
        97,
    ];

    /// <summary>The text of ids that are no special tokens.</summary>
    public static string Decode(IEnumerable<int> ids) =>
        string.Concat(ids.Where(id => id < 95).Select(id => (char)(id + ' ')));

    public static string Write(string folder)
    {
        TinyModel.Write(folder, TinyModel.Config(ModelConfig.Llama) with { VocabularySize = 100, EosTokenIds = [End] });
        var characters = Enumerable.Range(0, 95)
            .ToDictionary(id => id == 0 ? "Ġ" : ((char)(id + ' ')).ToString(), id => id);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(new
        {
            version = "1.0",
            added_tokens = s_special.Select((content, i) => new
            {
                id = 95 + i,
                content,
                single_word = false,
                lstrip = false,
                rstrip = false,
                normalized = false,
                special = true,
            }),
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
            decoder = new { type = "ByteLevel" },
            model = new { type = "BPE", vocab = characters, merges = Array.Empty<string>() },
        }));
        File.WriteAllText(
            Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { chat_template = Template }));
        return folder;
    }
}
