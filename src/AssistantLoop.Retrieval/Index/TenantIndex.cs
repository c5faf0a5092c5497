using System.Buffers;
using AssistantLoop.Retrieval.Index.Files;
using AssistantLoop.Retrieval.Index.Vectors;
using AssistantLoop.Retrieval.Index.Words;

namespace AssistantLoop.Retrieval.Index;

/// <summary>
/// The embedded index of one tenant in this process: searches read the state in memory, which follows what any process
/// publishes in the index's folder. Thread-safe.
/// </summary>
internal sealed class TenantIndex(IndexFiles files, int dimensions, IndexFollowing following) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ReaderWriterLockSlim _gate = new();
    private IndexState? _state;
    private volatile bool _followed;

    /// <summary>Follows the database to its present end.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            using FileStream held = await IndexLock.TakeAsync(files, cancellationToken);
            bool whole = TryRefresh();
            await following.RunAsync(whole ? _state : null, Refresh, cancellationToken);
            _followed = true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The best passages by words and by vector, as ids with scores, best first.</summary>
    public async Task<(IReadOnlyList<(long Id, double Score)> ByWords, IReadOnlyList<(long Id, double Score)> ByVector)>
        SearchAsync(PassageQuery query, IReadOnlyList<string> stems, CancellationToken cancellationToken)
    {
        // The first search of a process finishes what a killed one has left, and one that finds damage repairs it.
        if (!_followed || !TryRefresh())
        {
            await CatchUpAsync(cancellationToken);
        }

        return await Task.Run(() => Search(query, stems), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state?.Dispose();
        _gate.Dispose();
        _writing.Dispose();
    }

    private (IReadOnlyList<(long Id, double Score)>, IReadOnlyList<(long Id, double Score)>) Search(
        PassageQuery query, IReadOnlyList<string> stems)
    {
        _gate.EnterReadLock();
        byte[]? wanted = null;
        try
        {
            if (_state is not { } state)
            {
                return ([], []);
            }

            wanted = ArrayPool<byte>.Shared.Rent(Math.Max(1, state.RowCount));
            state.Mark(query.Filter, wanted);
            IReadOnlyList<ScoredRow> byWords = [];
            IReadOnlyList<ScoredRow> byVector = [];
            Parallel.Invoke(
                () => byVector = VectorScan.Search(state, query.Vector.Span, wanted, query.Limit),
                () => byWords = WordScan.Search(state, stems, wanted, query.Limit));
            return ([.. byWords.Select(Id)], [.. byVector.Select(Id)]);

            (long, double) Id(ScoredRow scored) => (state.IdOf(scored.Row), scored.Score);
        }
        finally
        {
            _gate.ExitReadLock();
            if (wanted is not null)
            {
                ArrayPool<byte>.Shared.Return(wanted);
            }
        }
    }

    /// <returns>False where there is no index, or a damaged one.</returns>
    private bool TryRefresh()
    {
        try
        {
            Refresh();
            return _state is not null;
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Takes over what was published since the last time.</summary>
    private void Refresh()
    {
        for (int tries = 1; ; tries++)
        {
            IndexHead? head = IndexHead.Read(files.Folder);
            if (head is null || (head.Generation == _state?.Generation && head.LogBytes == _state.LogBytes))
            {
                return;
            }

            try
            {
                Take(head);
                return;
            }
            catch (FileNotFoundException) when (tries < 5)
            {
                // A new generation took the place of the one that the head named.
            }
        }
    }

    private void Take(IndexHead head)
    {
        _gate.EnterWriteLock();
        try
        {
            IndexState state = _state is { } known && known.Generation == head.Generation
                ? known
                : new(files, head, dimensions);
            try
            {
                if (state.LogBytes < head.LogBytes)
                {
                    state.Advance(head);
                }
            }
            catch
            {
                state.Dispose();
                _state = state == _state ? null : _state;
                throw;
            }

            if (state != _state)
            {
                _state?.Dispose();
                _state = state;
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }
}
