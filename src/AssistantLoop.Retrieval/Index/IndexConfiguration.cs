using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Index;

/// <summary>What identifies how passages are cut and searched, beside the documents themselves: part of every version.</summary>
/// <param name="index">The kind of index: "embedded" or "qdrant".</param>
/// <param name="embedder">The embedder's id; null where passages are searched by words alone.</param>
/// <param name="options">How passages are chosen.</param>
/// <param name="judge">What tells one judge of passages from another; null where none judges.</param>
public sealed class IndexConfiguration(string index, string? embedder, SearchOptions options, string? judge = null)
{
    /// <summary>SHA-256 of the settings, one "name=value" a line.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"""
        index={index}
        words=porter unicode61 remove_diacritics 2
        rank=bm25 2 1
        embedder={embedder ?? "none"}
        passage-tokens={PassageSplitter.MaxTokens}
        candidates={options.Candidates}
        passages={options.MaxPassages}
        weights={options.WordsWeight} {options.VectorWeight}
        rerank={options.Rerank}
        share-of-best={options.ShareOfBest}
        answerable-from={options.AnswerableFrom}
        answerability={options.Answerability.Bias} {options.Answerability.Coverage} {options.Answerability.WordScore} {options.Answerability.Cosine}
        fusion=rrf {RankFusion.K}
        diversity={Diversity.Lambda} {Diversity.Copy}
        stop-words={QueryWords.StopWords}
        judge={judge ?? "none"}
        """))));
}
