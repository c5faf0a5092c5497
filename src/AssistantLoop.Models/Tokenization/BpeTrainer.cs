using System.Text;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// Trains a byte-level BPE (Sennrich et al. 2016, algorithm 1, over UTF-8 bytes) with Qwen2's split pattern. Special
/// tokens take the first ids, then the 256 bytes, then the merges in their order. The same texts in any order give
/// the same tokenizer: of pairs seen equally often, the one with the lower ids is merged.
/// </summary>
public static class BpeTrainer
{
    /// <summary>Trains and writes tokenizer.json and tokenizer_config.json without roles or chat template.</summary>
    public static void Train(
        IEnumerable<string> texts, int vocabularySize, IReadOnlyList<string> specialTokens, string folder) =>
        Train(texts, vocabularySize, specialTokens, folder, new TokenizerRoles());

    /// <summary>
    /// Trains on the texts, in which special tokens are passed over, and writes tokenizer.json and
    /// tokenizer_config.json into the folder. The vocabulary stays smaller than asked for where no pair is left that
    /// occurs twice. Throws ArgumentException where the size leaves no room for the bytes, or a role is not among
    /// the special tokens.
    /// </summary>
    public static void Train(
        IEnumerable<string> texts, int vocabularySize, IReadOnlyList<string> specialTokens, string folder,
        TokenizerRoles roles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, specialTokens.Count + 256);
        if (specialTokens.Any(string.IsNullOrEmpty) || specialTokens.Distinct().Count() != specialTokens.Count)
        {
            throw new ArgumentException("Special tokens must differ and not be empty.", nameof(specialTokens));
        }

        string?[] named = [roles.Begin, roles.End, roles.Padding];
        if (named.FirstOrDefault(role => role is not null && !specialTokens.Contains(role)) is { } unknown)
        {
            throw new ArgumentException($"\"{unknown}\" is not among the special tokens.", nameof(roles));
        }

        TrainedVocabulary vocabulary = new(specialTokens);
        PairCounts pairs = new([.. CountWords(texts, specialTokens).Select(word => (
            Encoding.UTF8.GetBytes(word.Key).Select(value => specialTokens.Count + value).ToArray(), word.Value))]);
        while (vocabulary.Size < vocabularySize && pairs.MostFrequent() is { } pair)
        {
            pairs.Merge(pair, vocabulary.AddMerge(pair.Left, pair.Right));
        }

        TrainedFiles.Write(folder, vocabulary, roles);
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts, IReadOnlyList<string> specialTokens)
    {
        AddedTokenSplitter special = new(specialTokens.Select((token, id) => new AddedToken(token, id)));
        SplitPreTokenizer splitter = new([SplitRule.Qwen2]);
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> bySpan =
            counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            foreach ((string piece, int? id) in special.Split(text))
            {
                foreach ((int offset, int length) in id is null ? splitter.Pieces(piece) : [])
                {
                    ReadOnlySpan<char> word = piece.AsSpan(offset, length);
                    bySpan[word] = bySpan.TryGetValue(word, out long count) ? count + 1 : 1;
                }
            }
        }

        return counts;
    }
}
