using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>
/// What is missing, damaged or not supported is refused in one line that names the file and the construct.
/// </summary>
public sealed class TokenizerRefusalTests
{
    [Theory]
    [InlineData("model.type", "\"Unigram\"", "Unigram")]
    [InlineData("model.type", "\"WordPiece\"", "WordPiece")]
    [InlineData("model.byte_fallback", "true", "byte_fallback")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "end_of_word_suffix")]
    [InlineData("model.merges", "[\"a b c\"]", "model.merges[0]")]
    [InlineData("model.merges", "[[\"a\"]]", "model.merges[0]")]
    [InlineData("model.merges", "[\"a nothing\"]", "nothing")]
    [InlineData("model.merges", "[\"a b\",\"a b\"]", "\"a b\" appears twice")]
    [InlineData("model.merges", "null", "model.merges")]
    [InlineData("model.vocab", "{}", "vocabulary is empty")]
    [InlineData("model.vocab", "{\"a\":1,\"b\":1}", "appears twice")]
    [InlineData("model.vocab", "{\"a\":-1}", "id of the token \"a\"")]
    [InlineData("model.vocab", "{\"a\":2000000000}", "id of the token \"a\"")]
    [InlineData("model", "[]", "model")]
    [InlineData("normalizer", "{\"type\":\"Lowercase\"}", "Lowercase")]
    [InlineData("pre_tokenizer", "null", "ByteLevel")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\"}", "Metaspace")]
    [InlineData("pre_tokenizer", "{\"type\":\"ByteLevel\"}", "add_prefix_space")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}",
        "pattern")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"MergedWithNext\"}",
        "MergedWithNext")]
    [InlineData("decoder", "{\"type\":\"WordPiece\"}", "WordPiece")]
    [InlineData("decoder", "null", "decoder")]
    [InlineData("added_tokens", "[{\"id\":0,\"content\":\"<s>\"}]", "same id 0")]
    [InlineData("added_tokens", "[{\"id\":300,\"content\":\"\"}]", "300")]
    [InlineData("added_tokens", "[{\"id\":300,\"content\":\"x\",\"single_word\":true}]", "single_word")]
    public void A_construct_that_is_not_supported_is_named(string path, string value, string named)
    {
        ModelFormatException error =
            Assert.Throws<ModelFormatException>(() => TinyTokenizer.LoadWith(path, value));
        Assert.Contains("tokenizer.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_folder_without_a_tokenizer_says_what_it_lacks()
    {
        using TestFolder folder = new();
        ModelFormatException error =
            Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Load(folder.Path));
        Assert.Equal($"{folder.Path}: no tokenizer.json, nor vocab.json with merges.txt.", error.Message);
        folder.Write("vocab.json", "{}");
        Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Load(folder.Path));
        folder.Write("tokenizer.model", "");
        error = Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Load(folder.Path));
        Assert.Contains("SentencePiece", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"model\":")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a \ud800"]},"pre_tokenizer":"""
        + """{"type":"ByteLevel","add_prefix_space":false},"decoder":{"type":"ByteLevel"}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":0},"merges":[]},"pre_tokenizer":"""
        + """{"type":"ByteLevel","add_prefix_space":false},"decoder":{"type":"ByteLevel"}}""")]
    public void A_file_that_is_cut_off_or_not_Unicode_is_refused(string json)
    {
        using TestFolder folder = new();
        folder.Write("tokenizer.json", json);
        ModelFormatException error =
            Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Load(folder.Path));
        Assert.Equal(folder.File("tokenizer.json"), error.Path);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":"LlamaTokenizer"}""", "LlamaTokenizer")]
    [InlineData("tokenizer_config.json", """{"add_prefix_space":true}""", "add_prefix_space")]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder":{"x":{"content":"y"}}}""", "decoder.x")]
    [InlineData("merges.txt", "a b c", "a b c")]
    [InlineData("vocab.json", "[]", "JSON object")]
    [InlineData("added_tokens.json", """{"<s>":"0"}""", "<s>")]
    public void A_fault_in_the_separate_files_names_the_file(string name, string text, string named)
    {
        using TestFolder folder = new();
        folder.Write("vocab.json", """{"a":0,"b":1}""");
        folder.Write("merges.txt", "");
        folder.Write(name, text);
        ModelFormatException error =
            Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Load(folder.Path));
        Assert.Equal(folder.File(name), error.Path);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
