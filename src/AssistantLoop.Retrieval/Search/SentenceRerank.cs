using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Puts the first candidates in order again by the one sentence of each that comes nearest to the question: a long
/// passage's own vector blurs what a single sentence of it says.
/// </summary>
public sealed partial class SentenceRerank(IEmbeddingGenerator<string, Embedding<float>> embedder)
{
    /// <summary>How many candidates are looked at.</summary>
    public const int Depth = 12;

    private const int MostSentences = 6;
    private const double SentenceWeight = 1.5;

    private static readonly EmbeddingGenerationOptions s_document = Prompted.As("document");

    /// <summary>The candidates, the first <see cref="Depth"/> fused by rank with their order by sentence.</summary>
    /// <param name="found">Candidates, best first.</param>
    /// <param name="question">The question's embedding, of length 1.</param>
    /// <param name="cancellationToken">Stops the embedding.</param>
    public async Task<IReadOnlyList<FoundPassage>> OrderAsync(
        IReadOnlyList<FoundPassage> found, ReadOnlyMemory<float> question, CancellationToken cancellationToken)
    {
        FoundPassage[] first = [.. found.Take(Depth)];
        (FoundPassage Found, string Sentence)[] sentences =
            [.. first.SelectMany(one => Sentences(one.Passage).Select(sentence => (one, sentence)))];
        if (sentences.Length == 0)
        {
            return found;
        }

        GeneratedEmbeddings<Embedding<float>> vectors = await embedder.GenerateAsync(
            sentences.Select(one => one.Sentence), s_document, cancellationToken);
        FoundPassage[] bySentence =
        [
            .. sentences
                .Zip(vectors, (one, vector) => (one.Found, Near: TensorPrimitives.Dot(vector.Vector.Span, question.Span)))
                .GroupBy(one => one.Found)
                .OrderByDescending(group => group.Max(one => one.Near))
                .Select(group => group.Key),
        ];
        return [.. RankFusion.Fuse((first, 1), (bySentence, SentenceWeight)), .. found.Skip(Depth)];
    }

    private static IEnumerable<string> Sentences(Passage passage) =>
        Sentence().Split(passage.Text).Where(text => text.Length > 0).Take(MostSentences).Select(text => $"{passage.Title}: {text}");

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex Sentence();
}
