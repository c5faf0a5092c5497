using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Tests.Embedders;

/// <summary>A tiny sentence-transformers folder.</summary>
internal static class TestEmbedder
{
    public static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "hello", "!",
        "how", "are", "you", "?", "ah", "博", "推", "zz", "$", "5", "Hello", "h", "##é",
    ];

    public static string Write(TestFolder folder, string prefix = "")
    {
        EncoderConfig config = new()
        {
            HiddenSize = 4,
            LayerCount = 1,
            HeadCount = 2,
            IntermediateSize = 6,
            MaxPositions = 16,
            VocabularySize = Vocabulary.Length,
            TypeCount = 1,
        };
        EmbedderFolder.Write(folder.Path, config, Vocabulary, maxTokens: 9);
        SafetensorsWriter writer = new();
        foreach ((string name, long[] shape) in EncoderLayout.TensorsOf(config))
        {
            writer.Add(prefix + name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)], TensorType.F16);
        }

        writer.Save(folder.File(ModelWeights.SingleFile));
        return folder.Path;
    }

    /// <summary>The tokens of a text without [CLS] and [SEP].</summary>
    public static string[] Tokens(EmbedderFolder folder, string text) =>
        [.. folder.Tokenizer.EncodeToIds(text, addSpecialTokens: false).Select(id => Vocabulary[id])];

    public static void Replace(TestFolder folder, string file, string old, string replacement)
    {
        string text = File.ReadAllText(folder.File(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File(file), text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
