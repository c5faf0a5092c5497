using System.Text;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Training.Embeddings;

/// <summary>An embedder's folder and its vocabulary.</summary>
internal static class EmbedderFiles
{
    // Enough for the counts of the last merges to be more than chance.
    private const int VocabularyPairs = 200_000;

    /// <summary>The vocabulary of a file; trained on the data and written there where the file is absent.</summary>
    public static IReadOnlyList<string> Vocabulary(EmbedderRecipe recipe, EmbedderData data, string path)
    {
        if (!File.Exists(path))
        {
            // In no order, which does not matter to the vocabulary.
            IEnumerable<string> texts = ParallelEnumerable.Range(0, VocabularyPairs).Select(number => data.Pair(number))
                .SelectMany(pair => (string[])[pair.Query, pair.Text]);
            WordPieceTrainer.Write(WordPieceTrainer.Train(texts, recipe.VocabularySize), path);
        }

        return File.ReadAllLines(path, Encoding.UTF8);
    }

    /// <summary>Writes the folder that an embedder is loaded from, whole or not at all; weights as F16.</summary>
    public static void Write(
        string folder, EmbedderRecipe recipe, IReadOnlyList<string> vocabulary, BertEncoder encoder) =>
        WholeFolder.Write(folder, temporary =>
        {
            EmbedderFolder.Write(temporary, recipe.ToConfig(vocabulary.Count), vocabulary, recipe.MaxTokens);
            encoder.Save(temporary, TensorType.F16);
        });
}
