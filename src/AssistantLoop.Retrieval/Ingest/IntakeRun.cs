using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>
/// One collection being brought up to date. Documents are parsed and cut as they come and stored in batches, so that only a
/// batch is ever held. One that cannot be read is noted with its reason, and what was stored of it before stays.
/// </summary>
public sealed class IntakeRun
{
    private const int MostProblems = 200;

    private readonly string _tenant;
    private readonly string _collection;
    private readonly DocumentStore _documents;
    private readonly DocumentIndexer _indexer;
    private readonly DocumentReader _reader;
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly List<NewDocument> _batch = [];
    private int _batchPassages;

    internal IntakeRun(string tenant, string collection, DocumentStore documents, DocumentIndexer indexer, DocumentReader reader) =>
        (_tenant, _collection, _documents, _indexer, _reader) = (tenant, collection, documents, indexer, reader);

    /// <summary>What was done so far.</summary>
    public IngestResult Result { get; private set; } = new();

    /// <summary>Takes a document over. It is stored with its batch, at the latest at the end.</summary>
    /// <returns>Whether it can be read.</returns>
    public async Task<bool> AddAsync(IncomingDocument incoming, CancellationToken cancellationToken)
    {
        Document? known = await _documents.FindAsync(_tenant, incoming.Path, cancellationToken);
        if (PathProblem(incoming.Path, known) is { } problem)
        {
            Refuse(incoming.Path, problem);
            return false;
        }

        if (!_present.Add(incoming.Path))
        {
            return true;
        }

        try
        {
            string hash = HashOf(incoming.Content.Span);
            if (!incoming.KnownByText && known?.ContentHash == hash)
            {
                Result = Result with { Unchanged = Result.Unchanged + 1 };
                return true;
            }

            ParsedDocument parsed = await _reader.ParseAsync(incoming.Format, incoming.Content, cancellationToken);
            hash = incoming.KnownByText ? HashOf(JsonSerializer.SerializeToUtf8Bytes(parsed)) : hash;
            if (known?.ContentHash == hash)
            {
                Result = Result with { Unchanged = Result.Unchanged + 1 };
                return true;
            }

            await AddAsync(parsed, incoming, hash, cancellationToken);
            Result = known is null ? Result with { Added = Result.Added + 1 } : Result with { Changed = Result.Changed + 1 };
            return true;
        }
        catch (DocumentRefusedException error)
        {
            Refuse(incoming.Path, error.Message);
            return false;
        }
    }

    /// <summary>Notes a document that cannot be had; what was stored of it stays.</summary>
    public void Refuse(string path, string reason)
    {
        _present.Add(path);
        Result = Result.Problems.Count < MostProblems
            ? Result.With(path, reason)
            : Result with { MoreProblems = Result.MoreProblems + 1 };
    }

    /// <summary>Stores what is still held.</summary>
    /// <param name="removeVanished">Whether the collection's documents that did not come are removed.</param>
    /// <param name="cancellationToken">Stops it; what was stored stays.</param>
    public async Task<IngestResult> FinishAsync(bool removeVanished, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (removeVanished)
        {
            IReadOnlyList<string> removed = await _indexer.RemoveVanishedAsync(_tenant, _collection, _present, cancellationToken);
            Result = Result with { Removed = removed.Count };
        }

        return Result;
    }

    private async Task AddAsync(ParsedDocument parsed, IncomingDocument incoming, string hash, CancellationToken cancellationToken)
    {
        NewDocument prepared = _reader.Prepare(parsed, new()
        {
            Path = incoming.Path,
            Title = incoming.Path,
            ContentHash = hash,
            Collection = _collection,
            MediaType = FileFormats.MediaTypeOf(incoming.Format),
            Source = incoming.Source,
        });
        _batch.Add(prepared);
        _batchPassages += prepared.Passages.Count;
        if (_batchPassages >= DocumentIntake.BatchPassages || _batch.Count >= DocumentIntake.BatchPassages)
        {
            await FlushAsync(cancellationToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        await _indexer.ReplaceAsync(_tenant, [.. _batch], cancellationToken);
        _batch.Clear();
        _batchPassages = 0;
    }

    private string? PathProblem(string path, Document? known) =>
        path.Length > DocumentIntake.MostPathLength ? $"has a path of more than {DocumentIntake.MostPathLength} characters; shorten it"
        : known is not null && known.Collection != _collection ? $"is in the collection '{known.Collection}' already; rename it or remove it there"
        : null;

    // The rules of reading are part of it: where they change, documents are read again.
    private string HashOf(ReadOnlySpan<byte> content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(_reader.Rules + "\n"));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
