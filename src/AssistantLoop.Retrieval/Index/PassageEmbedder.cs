using System.Numerics.Tensors;
using AssistantLoop.Storage.Documents;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Index;

/// <summary>Sees to it that passages have vectors: what the database has of the same text is not embedded again.</summary>
public sealed class PassageEmbedder(PassageVectors vectors, IEmbeddingGenerator<string, Embedding<float>> embedder)
{
    /// <summary>Texts in one call of the embedder.</summary>
    public const int BatchTexts = 32;

    /// <summary>Calls of the embedder at the same time.</summary>
    public const int Parallelism = 2;

    private const int KnownAtOnce = 500;
    private const float LengthTolerance = 1e-3f;

    private readonly int _dimensions = EmbedderIdentity.Of(embedder).Dimensions;

    /// <summary>The embedder's id.</summary>
    public string Id { get; } = EmbedderIdentity.Of(embedder).Id;

    /// <summary>Embeds the texts that have no vector yet and stores the vectors.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="passages">Title paths and texts of its passages.</param>
    /// <param name="cancellationToken">Stops between two batches; what was embedded by then is stored.</param>
    /// <exception cref="InvalidDataException">The embedder returned vectors that cannot be compared.</exception>
    public async Task EnsureAsync(
        string tenant, IEnumerable<(string TitlePath, string Text)> passages, CancellationToken cancellationToken)
    {
        Dictionary<string, (byte[] Hash, string Text)> texts = [];
        foreach ((string titlePath, string text) in passages)
        {
            byte[] hash = PassageTextHash.Of(titlePath, text);
            texts[Convert.ToHexStringLower(hash)] = (hash, PassageTextHash.EmbeddedText(titlePath, text));
        }

        foreach (KeyValuePair<string, (byte[] Hash, string Text)>[] some in texts.Chunk(KnownAtOnce))
        {
            IReadOnlySet<string> known =
                await vectors.KnownAsync(tenant, Id, [.. some.Select(text => text.Value.Hash)], cancellationToken);
            await Parallel.ForEachAsync(
                some.Where(text => !known.Contains(text.Key)).Select(text => text.Value).Chunk(BatchTexts),
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
                async (batch, token) => await vectors.StoreAsync(tenant, Id, await EmbedAsync(batch, token), token));
        }
    }

    /// <summary>Embeds what passages of the database lack, such as after a change of the embedder.</summary>
    public async Task EnsureStoredAsync(
        string tenant, IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
    {
        int total = await vectors.CountMissingAsync(tenant, Id, cancellationToken);
        long last = 0;
        for (int done = 0; ;)
        {
            IReadOnlyList<StoredPassage> missing =
                await vectors.MissingAsync(tenant, Id, last, KnownAtOnce, cancellationToken);
            if (missing.Count == 0)
            {
                return;
            }

            await EnsureAsync(tenant, missing.Select(passage => (passage.TitlePath, passage.Text)), cancellationToken);
            last = missing[^1].Id;
            done += missing.Count;
            progress?.Report(new(done, Math.Max(total, done)));
        }
    }

    /// <summary>Forgets vectors that are no longer used.</summary>
    public Task PruneAsync(string tenant, CancellationToken cancellationToken) =>
        vectors.PruneAsync(tenant, Id, cancellationToken);

    private async Task<IReadOnlyList<PassageVector>> EmbedAsync(
        (byte[] Hash, string Text)[] batch, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> embedded =
            await embedder.GenerateAsync(batch.Select(text => text.Text), cancellationToken: cancellationToken);
        if (embedded.Count != batch.Length)
        {
            throw new InvalidDataException($"{Id} returned {embedded.Count} vectors for {batch.Length} texts.");
        }

        return [.. batch.Zip(embedded, (text, vector) => new PassageVector(text.Hash, Checked(vector.Vector.Span)))];
    }

    private float[] Checked(ReadOnlySpan<float> vector)
    {
        float length = TensorPrimitives.Norm(vector);
        return vector.Length == _dimensions && Math.Abs(length - 1) <= LengthTolerance
            ? vector.ToArray()
            : throw new InvalidDataException(
                $"{Id} returned a vector of {vector.Length} values and length {length}; it must have {_dimensions} values " +
                "and length 1.");
    }
}
