using System.Text;
using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Models.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Embeddings;

/// <summary>An embedder's folder and its vocabulary.</summary>
internal static class EmbedderFiles
{
    // Enough for the counts of the last merges to be more than chance.
    private const int VocabularyPairs = 200_000;

    /// <summary>The vocabulary of a file; where the file is absent, it is the one of the embedder that the run goes on
    /// from, or one trained on the data, and written there.</summary>
    /// <exception cref="ModelFormatException">The file holds another vocabulary than the embedder's to go on from.</exception>
    public static IReadOnlyList<string> Vocabulary(EmbedderRecipe recipe, EmbedderData data, string path)
    {
        string[]? before = recipe.From is { } from ? VocabularyOf(from) : null;
        if (!File.Exists(path)) WordPieceTrainer.Write(before ?? NewVocabulary(recipe, data), path);
        string[] vocabulary = File.ReadAllLines(path, Encoding.UTF8);
        return before is null || vocabulary.SequenceEqual(before)
            ? vocabulary
            : throw new ModelFormatException(path, $"is not the vocabulary of {recipe.From}; take another folder, or delete this one.");
    }

    /// <summary>An encoder of the recipe's shape: with new weights, or those of the embedder that the run goes on from.</summary>
    /// <exception cref="ModelFormatException">That embedder has another shape.</exception>
    public static BertEncoder Encoder(EmbedderRecipe recipe, IReadOnlyList<string> vocabulary, Device device)
    {
        EncoderConfig config = recipe.ToConfig(vocabulary.Count);
        BertEncoder encoder = new(config, recipe.Seed, device)
        {
            ComputeType = device.type == DeviceType.CUDA ? ScalarType.BFloat16 : Precision.Choose(recipe.BFloat16),
        };
        if (recipe.From is { } from)
        {
            using EmbedderFolder folder = EmbedderFolder.Open(from);
            if (folder.Config != config)
            {
                encoder.Dispose();
                throw new ModelFormatException(from, $"the embedder to go on from has another shape: {folder.Config}; the run's is {config}.");
            }

            encoder.Fill(folder);
        }

        return encoder;
    }

    /// <summary>Writes the folder that an embedder is loaded from, whole or not at all; weights as F16.</summary>
    public static void Write(
        string folder, EmbedderRecipe recipe, IReadOnlyList<string> vocabulary, BertEncoder encoder) =>
        WholeFolder.Write(folder, temporary =>
        {
            EmbedderFolder.Write(temporary, recipe.ToConfig(vocabulary.Count), vocabulary, recipe.MaxTokens);
            encoder.Save(temporary, TensorType.F16);
        });

    private static string[] VocabularyOf(string embedder)
    {
        string path = Path.Combine(embedder, "vocab.txt");
        return File.Exists(path)
            ? File.ReadAllLines(path, Encoding.UTF8)
            : throw new ModelFormatException(path, "the embedder to go on from must have this file.");
    }

    // The texts come in no order, which does not matter to the vocabulary.
    private static IReadOnlyList<string> NewVocabulary(EmbedderRecipe recipe, EmbedderData data) => WordPieceTrainer.Train(
        ParallelEnumerable.Range(0, VocabularyPairs).Select(number => data.Pair(number))
            .SelectMany(pair => (string[])[pair.Query, pair.Text]),
        recipe.VocabularySize);
}
