using AssistantLoop.Models.Files;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// Trains a WordPiece vocabulary for lower-cased English: merges of the most frequent pair, as for byte pairs (Sennrich
/// et al. 2016, algorithm 1), over characters of which those inside a word begin with ##. The five special tokens come
/// first, then the characters, then the merges. The same texts in any order give the same vocabulary.
/// </summary>
public static class WordPieceTrainer
{
    /// <summary>[PAD], [UNK], [CLS], [SEP] and [MASK], whose ids are 0 to 4.</summary>
    public static readonly IReadOnlyList<string> SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private const string Continues = "##";
    private const int LongestWord = 40;

    // Rarer characters would each take a row of the embedding and learn nothing.
    private const int RarestCharacter = 100;

    /// <summary>The tokens by id; fewer than asked for where no pair is left that occurs twice.</summary>
    public static IReadOnlyList<string> Train(IEnumerable<string> texts, int vocabularySize)
    {
        Dictionary<string, long> words = CountWords(texts);
        List<string> tokens = [.. SpecialTokens, .. Alphabet(words)];
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, tokens.Count);
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (string token in tokens)
        {
            ids.Add(token, ids.Count);
        }

        PairCounts pairs = new([.. words.Where(word => Symbols(word.Key).All(ids.ContainsKey))
            .Select(word => (Symbols(word.Key).Select(symbol => ids[symbol]).ToArray(), word.Value))]);
        while (tokens.Count < vocabularySize && pairs.MostFrequent() is { } pair)
        {
            // Only a piece inside a word can stand on the right, and it begins with ##.
            string merged = tokens[pair.Left] + tokens[pair.Right][Continues.Length..];
            if (!ids.TryGetValue(merged, out int id))
            {
                ids.Add(merged, id = tokens.Count);
                tokens.Add(merged);
            }

            pairs.Merge(pair, id);
        }

        return tokens;
    }

    /// <summary>Writes vocab.txt.</summary>
    public static void Write(IReadOnlyList<string> tokens, string path) =>
        WholeFile.WriteText(path, string.Concat(tokens.Select(token => token + "\n")));

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts)
    {
        BertNormalizer normalizer = new(lowerCase: true, stripAccents: true);
        PreTokenizer splitter = new BertPreTokenizer();
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> bySpan =
            counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            string clean = normalizer.Normalize(text);
            foreach ((int offset, int length) in splitter.PreTokenize(clean))
            {
                ReadOnlySpan<char> word = clean.AsSpan(offset, length);
                if (length <= LongestWord)
                {
                    bySpan[word] = bySpan.TryGetValue(word, out long count) ? count + 1 : 1;
                }
            }
        }

        return counts;
    }

    // All of visible ASCII in both places, so that no code, address or price is unknown.
    private static IEnumerable<string> Alphabet(Dictionary<string, long> words)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach ((string word, long count) in words)
        {
            foreach (string symbol in Symbols(word))
            {
                counts[symbol] = counts.GetValueOrDefault(symbol) + count;
            }
        }

        IEnumerable<string> ascii = Enumerable.Range('!', '~' - '!' + 1)
            .Select(letter => (char)letter)
            .Where(letter => !char.IsAsciiLetterUpper(letter))
            .SelectMany(letter => char.IsAsciiLetterOrDigit(letter)
                ? (string[])[letter.ToString(), Continues + letter]
                : [letter.ToString()]);
        return counts.Where(symbol => symbol.Value >= RarestCharacter).Select(symbol => symbol.Key)
            .Union(ascii).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Symbols(string word) =>
        word.EnumerateRunes().Select((rune, at) => at == 0 ? rune.ToString() : Continues + rune);
}
