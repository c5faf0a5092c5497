using AssistantLoop.Models.Embedders;

namespace AssistantLoop.Models.Tests.Embedders;

/// <summary>The examples of google-research/bert's tokenization_test.py, and others worked by hand.</summary>
public sealed class BertTextTests
{
    [Theory]
    [InlineData(" \tHeLLo!how  \n Are yoU?  ", "hello ! how are you ?")]
    [InlineData("H\u00E9llo", "hello")]
    [InlineData("He\u0301llo", "hello")]
    [InlineData("ah\u535A\u63A8zz", "ah 博 推 zz")]
    [InlineData("UNwant\u00E9d,running", "un ##want ##ed , runn ##ing")]
    [InlineData("how are you", "how are you")]
    [InlineData("how\u00A0are", "how are")]
    [InlineData("ho\u0000w\uFFFD are\u0007", "how are")]
    [InlineData("$5", "$ 5")]
    [InlineData("hello!!", "hello ! !")]
    [InlineData("unwantedX running", "[UNK] runn ##ing")]
    [InlineData("[SEP]", "[UNK] [UNK] [UNK]")]
    public void Texts_are_cleaned_split_and_cut_as_BERT_does(string text, string tokens)
    {
        using TestFolder folder = new();
        using EmbedderFolder embedder = EmbedderFolder.Open(TestEmbedder.Write(folder));
        Assert.Equal(tokens.Split(' '), TestEmbedder.Tokens(embedder, text));
    }

    [Fact]
    public void A_cased_tokenizer_keeps_capitals_and_accents()
    {
        using TestFolder folder = new();
        TestEmbedder.Write(folder);
        TestEmbedder.Replace(folder, "tokenizer_config.json", "\"do_lower_case\": true", "\"do_lower_case\": false");
        using EmbedderFolder embedder = EmbedderFolder.Open(folder.Path);
        Assert.Equal(["Hello", "!", "h", "##é"], TestEmbedder.Tokens(embedder, "Hello! h\u00E9"));
    }

    [Fact]
    public void A_tokenizer_json_gives_the_same_ids_as_vocab_txt()
    {
        using TestFolder folder = new();
        TestEmbedder.Write(folder);
        const string Text = "UNwant\u00E9d,running HeLLo!";
        int[] expected;
        using (EmbedderFolder text = EmbedderFolder.Open(folder.Path))
        {
            expected = text.Encode(Text);
        }

        string vocabulary = string.Join(',', TestEmbedder.Vocabulary.Select((token, id) => $"\"{token}\":{id}"));
        folder.Write("tokenizer.json", $$$$"""
            {"normalizer": {"type": "BertNormalizer", "lowercase": true, "strip_accents": null, "handle_chinese_chars": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "vocab": {{{{{vocabulary}}}}}}}
            """);
        File.Delete(folder.File("vocab.txt"));
        using EmbedderFolder json = EmbedderFolder.Open(folder.Path);
        Assert.Equal(expected, json.Encode(Text));
    }
}
