using System.Text.Json.Nodes;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

public sealed class BpeTrainerTests
{
    private static readonly string[] s_special = ["<|endoftext|>", "<|end|>"];

    [Fact]
    public void The_first_merges_are_those_worked_by_hand()
    {
        // "low" 5 times, " lower" twice, " newest" 6 times, " widest" 3 times (Sennrich et al. 2016, with spaces):
        // es 9, then es+t 9; of the pairs seen 8 times "we" is gone with the s, so lo 7 comes next, then lo+w 7.
        using TestFolder folder = new();
        string[] texts = ["low low low low low", " lower lower", " newest newest newest newest newest newest",
            " widest widest widest"];
        BpeTrainer.Train(texts, 2 + 256 + 4, s_special, folder.Path);
        Assert.Equal(["e s", "es t", "l o", "lo w"], Merges(folder)[..4]);
    }

    [Fact]
    public void Of_pairs_seen_equally_often_the_one_with_the_lower_ids_is_merged_first()
    {
        using TestFolder folder = new();
        BpeTrainer.Train(["zq", "\nzq", "ab", "\nab"], 2 + 256 + 10, s_special, folder.Path);
        Assert.Equal(["a b", "z q"], Merges(folder));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        using TestFolder first = new();
        using TestFolder second = new();
        string[] texts = ["the cat sat on the mat", "a cat, a mat; the end", "I sat there. The end?", "äpfel ½"];
        BpeTrainer.Train(texts, 300, s_special, first.Path);
        BpeTrainer.Train(texts.Reverse(), 300, s_special, second.Path);
        Assert.Equal(File.ReadAllText(first.File("tokenizer.json")), File.ReadAllText(second.File("tokenizer.json")));
    }

    [Fact]
    public void Special_tokens_take_the_first_ids_then_the_bytes_and_are_no_part_of_merges()
    {
        using TestFolder folder = new();
        BpeTrainer.Train([.. Enumerable.Repeat("<|end|>end<|end|>", 9)], 400, s_special, folder.Path);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(folder.Path);
        Assert.Equal(0, tokenizer.IdOf("<|endoftext|>"));
        Assert.Equal(1, tokenizer.IdOf("<|end|>"));
        Assert.Equal(2 + 'e', tokenizer.IdOf("e"));
        Assert.Equal(["e n", "en d"], Merges(folder));
        Assert.Equal(2 + 256 + 2, tokenizer.VocabularySize);
        Assert.Equal([1, 259, 0], tokenizer.Encode("<|end|>end<|endoftext|>"));
        Assert.True(tokenizer.IsSpecial(1));
        Assert.False(tokenizer.IsSpecial(2));
    }

    [Fact]
    public void A_trained_tokenizer_gives_back_any_text()
    {
        using TestFolder folder = new();
        BpeTrainer.Train(["the cat sat on the mat, the cat sat", "12 12 äpfel äpfel"], 300, s_special, folder.Path);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(folder.Path);
        foreach (string text in RandomText.Many(seed: 7, count: 500))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), skipSpecial: false));
        }
    }

    [Fact]
    public void The_config_names_the_roles_and_carries_the_chat_template()
    {
        using TestFolder folder = new();
        TokenizerRoles roles = new()
        {
            Begin = "<|endoftext|>",
            End = "<|end|>",
            Padding = "<|endoftext|>",
            ChatTemplate = "{{ bos_token }}{% for m in messages %}{{ m.content + eos_token }}{% endfor %}",
            MaxLength = 512,
        };
        BpeTrainer.Train(["hello hello"], 260, s_special, folder.Path, roles);
        JsonNode config = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer_config.json")))!;
        Assert.Equal("<|endoftext|>", (string?)config["pad_token"]);
        Assert.Equal(512, (int?)config["model_max_length"]);
        ChatTemplate template = ChatTemplate.Load(folder.Path);
        Assert.Equal("<|endoftext|>hi<|end|>",
            template.Render([new SampleMessage("user", "hi")], addGenerationPrompt: false));
    }

    [Fact]
    public void A_size_without_room_for_the_bytes_and_a_role_that_is_no_token_are_refused()
    {
        using TestFolder folder = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => BpeTrainer.Train(["a"], 257, s_special, folder.Path));
        Assert.Throws<ArgumentException>(
            () => BpeTrainer.Train(["a"], 300, s_special, folder.Path, new TokenizerRoles { End = "</s>" }));
        Assert.False(File.Exists(folder.File("tokenizer.json")));
    }

    private static string[] Merges(TestFolder folder) =>
        [.. JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!["model"]!["merges"]!.AsArray()
            .Select(merge => merge!.GetValue<string>())];
}
