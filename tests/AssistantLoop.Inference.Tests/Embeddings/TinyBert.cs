using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Inference.Tests.Embeddings;

/// <summary>A random sentence-transformers folder, small enough to be computed by plain loops.</summary>
internal static class TinyBert
{
    public static readonly EncoderConfig Config = new()
    {
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        IntermediateSize = 24,
        MaxPositions = 12,
        VocabularySize = Vocabulary.Length,
        TypeCount = 2,
        LayerNormEpsilon = 1e-6,
    };

    private static string[] Vocabulary =>
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "lamp", "##s", "is", "broken", "send", "it", "back", "?", ".",
        "return", "a", "order", "##ed", "my", "cup",
    ];

    /// <summary>Writes the folder, with random weights and mean pooling, and returns it.</summary>
    public static string Write(string folder, int seed = 1)
    {
        Directory.CreateDirectory(folder);
        EmbedderFolder.Write(folder, Config, Vocabulary, maxTokens: 10);
        var random = new Random(seed);
        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape) in EncoderLayout.TensorsOf(Config))
        {
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            // Norms and biases that differ from 1 and 0 show when they are forgotten.
            double centre = name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(centre + (0.5 * ((2 * random.NextDouble()) - 1)));
            }

            writer.Add(name, shape, values);
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
        return folder;
    }

    /// <summary>Changes one text of a file.</summary>
    public static void Replace(string folder, string file, string old, string replacement)
    {
        string path = Path.Combine(folder, file), text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
