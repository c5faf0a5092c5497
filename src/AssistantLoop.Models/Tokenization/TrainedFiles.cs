using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Tokenization;

/// <summary>Writes a trained tokenizer as Hugging Face's tokenizers and transformers read it.</summary>
internal static class TrainedFiles
{
    private static readonly JsonWriterOptions s_options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string folder, TrainedVocabulary vocabulary, TokenizerRoles roles)
    {
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, TokenizerJson.FileName), json => WriteTokenizer(json, vocabulary));
        Write(Path.Combine(folder, "tokenizer_config.json"), json => WriteConfig(json, vocabulary, roles));
    }

    private static void WriteTokenizer(Utf8JsonWriter json, TrainedVocabulary vocabulary)
    {
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        for (int id = 0; id < vocabulary.SpecialTokens.Count; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            WriteAddedToken(json, vocabulary.SpecialTokens[id]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString("Regex", SplitRule.Qwen2.Pattern.ToString());
        json.WriteEndObject();
        json.WriteString("behavior", "Isolated");
        json.WriteBoolean("invert", false);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteByteLevel(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNull("post_processor");
        json.WriteStartObject("decoder");
        WriteByteLevel(json);
        json.WriteEndObject();
        WriteModel(json, vocabulary);
    }

    private static void WriteByteLevel(Utf8JsonWriter json)
    {
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", false);
        json.WriteBoolean("use_regex", false);
    }

    private static void WriteModel(Utf8JsonWriter json, TrainedVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string name in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
        {
            json.WriteNull(name);
        }

        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < vocabulary.Size; id++)
        {
            json.WriteNumber(vocabulary.Tokens[id], id);
        }

        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (string merge in vocabulary.Merges)
        {
            json.WriteStringValue(merge);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, TrainedVocabulary vocabulary, TokenizerRoles roles)
    {
        json.WriteBoolean("add_prefix_space", false);
        json.WriteStartObject("added_tokens_decoder");
        for (int id = 0; id < vocabulary.SpecialTokens.Count; id++)
        {
            json.WriteStartObject(id.ToString(CultureInfo.InvariantCulture));
            WriteAddedToken(json, vocabulary.SpecialTokens[id]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("bos_token", roles.Begin);
        json.WriteString("eos_token", roles.End);
        json.WriteString("pad_token", roles.Padding);
        json.WriteNull("unk_token");
        if (roles.ChatTemplate is { } template)
        {
            json.WriteString("chat_template", template);
        }

        if (roles.MaxLength is { } length)
        {
            json.WriteNumber("model_max_length", length);
        }

        json.WriteBoolean("clean_up_tokenization_spaces", false);
        json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
    }

    private static void WriteAddedToken(Utf8JsonWriter json, string content)
    {
        json.WriteString("content", content);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", false);
        json.WriteBoolean("rstrip", false);
        json.WriteBoolean("normalized", false);
        json.WriteBoolean("special", true);
    }

    private static void Write(string path, Action<Utf8JsonWriter> fill) => WholeFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, s_options);
        json.WriteStartObject();
        fill(json);
        json.WriteEndObject();
    });
}
