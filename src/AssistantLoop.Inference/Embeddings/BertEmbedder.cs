using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Inference.Embeddings;

/// <summary>
/// Embeds texts by a sentence-transformers folder: vectors of length 1, the same for a text alone and among others but
/// for rounding. The additional property "prompt" ("query" or "document", which is the default) says what the texts are,
/// for models that want to know. Thread-safe.
/// </summary>
public sealed class BertEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Name of the property that says what texts are.</summary>
    public const string PromptProperty = "prompt";

    /// <summary>What is asked.</summary>
    public const string QueryPrompt = "query";

    /// <summary>What is searched.</summary>
    public const string DocumentPrompt = "document";

    private readonly EmbedderOptions _options;
    private readonly EmbedderFolder _folder;
    private readonly EncoderSession _session;
    private readonly SemaphoreSlim _turns;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _threads;
    private int _calls;

    private BertEmbedder(EmbedderOptions options, EmbedderFolder folder)
    {
        (_options, _folder) = (options, folder);
        _session = new EncoderSession(folder, options.CacheFolder);
        _threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        _turns = new SemaphoreSlim(_threads);
        _metadata = new EmbeddingGeneratorMetadata(
            "assistantloop", defaultModelId: folder.Id, defaultModelDimensions: folder.Config.HiddenSize);
    }

    /// <summary>Loads a folder; its graph is written to the cache the first time.</summary>
    /// <exception cref="ModelFormatException">The folder cannot be used; the message says why.</exception>
    public static BertEmbedder Load(EmbedderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TokensPerBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CallLimit, 1);
        EmbedderFolder folder = EmbedderFolder.Open(options.Folder);
        try
        {
            return new BertEmbedder(options, folder);
        }
        catch (ModelFormatException)
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Embeds texts, in their order.</summary>
    /// <exception cref="EmbedderBusyException">Too many calls wait, or a batch waited too long.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Interlocked.Increment(ref _calls) > _options.CallLimit)
        {
            Interlocked.Decrement(ref _calls);
            throw new EmbedderBusyException(
                $"{_options.CallLimit} calls are being embedded already; try again in a second.");
        }

        try
        {
            string prompt = PromptOf(options);
            float[][] vectors = await EmbedAsync([.. values.Select(text => prompt + text)], cancellationToken);
            return [.. vectors.Select(vector => new Embedding<float>(vector) { ModelId = _folder.Id })];
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
        _turns.Dispose();
    }

    private async Task<float[][]> EmbedAsync(string[] texts, CancellationToken cancellationToken)
    {
        var ids = new int[texts.Length][];
        var vectors = new float[texts.Length][];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };

        // Cutting into words takes a tenth of the time; a few hundred texts at once keep the other threads busy.
        await Parallel.ForEachAsync(texts.Index().Chunk(256), parallel, (chunk, _) =>
        {
            foreach ((int at, string text) in chunk)
            {
                ids[at] = _folder.Encode(text);
            }

            return ValueTask.CompletedTask;
        });
        await Parallel.ForEachAsync(Batches(ids), parallel, async (batch, token) =>
        {
            if (!await _turns.WaitAsync(_options.Patience, token))
            {
                throw new EmbedderBusyException(
                    $"A batch waited {_options.Patience.TotalSeconds:0} s for its turn; embed less at once, or try again later.");
            }

            try
            {
                float[][] embedded = _session.Run([.. batch.Select(at => ids[at])]);
                for (int i = 0; i < batch.Length; i++)
                {
                    vectors[batch[i]] = embedded[i];
                }
            }
            finally
            {
                _turns.Release();
            }
        });
        return vectors;
    }

    // Texts of like length together, so that little is padding; the longest first, so that none is left alone at the end.
    private IEnumerable<int[]> Batches(int[][] ids)
    {
        int[] order = [.. Enumerable.Range(0, ids.Length).OrderByDescending(at => ids[at].Length)];
        for (int first = 0; first < order.Length;)
        {
            int count = Math.Clamp(_options.TokensPerBatch / ids[order[first]].Length, 1, order.Length - first);
            yield return order[first..(first + count)];
            first += count;
        }
    }

    private string PromptOf(EmbeddingGenerationOptions? options)
    {
        object? chosen = null;
        options?.AdditionalProperties?.TryGetValue(PromptProperty, out chosen);
        string name = chosen switch
        {
            null => DocumentPrompt,
            QueryPrompt or DocumentPrompt => (string)chosen,
            _ => throw new ArgumentException(
                $"{PromptProperty} must be {QueryPrompt} or {DocumentPrompt}; given: {chosen}", nameof(options)),
        };
        return _folder.Prompts.GetValueOrDefault(name, "");
    }
}
