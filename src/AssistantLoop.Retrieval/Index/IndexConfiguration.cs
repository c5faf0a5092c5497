using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Index;

/// <summary>What identifies how passages are cut and searched, beside the documents themselves: part of every version.</summary>
public static class IndexConfiguration
{
    /// <summary>SHA-256 of the settings of the embedded index, one "name=value" a line.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text())));

    private static string Text() => FormattableString.Invariant($"""
        index=embedded
        words=porter unicode61 remove_diacritics 2
        rank=bm25 2 1
        passage-tokens={PassageSplitter.MaxTokens}
        passages={PassageSearch.MaxPassages}
        share-of-best={PassageSearch.ShareOfBest}
        stop-words={QueryWords.StopWords}
        """);
}
