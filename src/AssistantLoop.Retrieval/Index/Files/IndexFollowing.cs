using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// Writes into one tenant's index files what the database has and they lack. Removals come before additions, so that of
/// what was replaced in between never both are left. The caller holds the lock.
/// </summary>
internal sealed class IndexFollowing(
    IndexFiles files, string tenant, string? embedder, int dimensions, PassageChanges changes, WordStems stems)
{
    private const int BatchPassages = 512;

    // Built anew when more than a quarter of at least so many rows is of removed passages.
    private const int CompactedRows = 4096;

    /// <summary>Brings the index to the database's present end.</summary>
    /// <param name="state">What is there, up to date; null where there is nothing or it is damaged.</param>
    /// <param name="published">Called after each publication; brings the state up to date.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task RunAsync(IndexState? state, Action published, CancellationToken cancellationToken)
    {
        FollowerPosition position = state is null
            ? FollowerPosition.Start
            : await changes.PositionAsync(tenant, Name(state.Follower), cancellationToken);
        if (state is null || (position.IsStart && state.RowCount > 0))
        {
            await BuildAsync(state, published, cancellationToken);
            return;
        }

        using IndexWriter writer = new(state, IndexHead.Read(files.Folder)!.Sequence);
        await FollowAsync(state, writer, position, () =>
        {
            writer.Publish();
            published();
        }, cancellationToken);
        if (state.RowCount >= CompactedRows && state.LiveRows < state.RowCount / 4 * 3)
        {
            await BuildAsync(state, published, cancellationToken);
        }
    }

    /// <summary>
    /// Writes a new generation from all that the database has. The old one is searched until the new one is whole; a kill
    /// in between leaves the old one.
    /// </summary>
    private async Task BuildAsync(IndexState? old, Action published, CancellationToken cancellationToken)
    {
        IndexHead? before = IndexHead.Read(files.Folder);
        files.RemoveOthers(before?.Generation ?? 0);
        IndexHead head = new(before?.Sequence ?? 0, (before?.Generation ?? 0) + 1, Guid.CreateVersion7(), 0, 0);
        using IndexState state = new(files, head, dimensions);
        FollowerPosition start = await changes.PositionAsync(tenant, Name(head.Follower), cancellationToken);
        FollowerPosition reached;
        using (IndexWriter writer = new(state, head.Sequence))
        {
            reached = await FollowAsync(
                state, writer, start, () => state.Advance(writer.Head), cancellationToken, lasting: false);
            writer.Publish();
        }

        await changes.AdvanceAsync(tenant, Name(head.Follower), start, reached, cancellationToken);
        if (old is not null)
        {
            await changes.ForgetAsync(tenant, Name(old.Follower), cancellationToken);
        }

        published();
        files.RemoveOthers(head.Generation);
    }

    /// <param name="state">What is there.</param>
    /// <param name="writer">Of its files.</param>
    /// <param name="position">Up to where it has followed.</param>
    /// <param name="appended">Called after each batch; the state then holds it.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <param name="lasting">Whether the database is told of each batch.</param>
    /// <returns>The new position.</returns>
    private async Task<FollowerPosition> FollowAsync(
        IndexState state,
        IndexWriter writer,
        FollowerPosition position,
        Action appended,
        CancellationToken cancellationToken,
        bool lasting = true)
    {
        while (true)
        {
            IReadOnlyList<PassageRemoval> removed =
                await changes.RemovedAfterAsync(tenant, position.LastRemoval, BatchPassages, cancellationToken);
            IReadOnlyList<AddedPassage> added = await changes.AddedAfterAsync(
                tenant, embedder, position.LastPassage, BatchPassages, cancellationToken);
            if (removed.Count == 0 && added.Count == 0)
            {
                return position;
            }

            using IndexBatch batch = Batch(state, removed, added);
            if (!batch.IsEmpty)
            {
                writer.Append(batch);
                appended();
            }

            FollowerPosition before = position;
            position = position with
            {
                LastPassage = added.Count > 0 ? added[^1].Id : position.LastPassage,
                LastRemoval = removed.Count > 0 ? removed[^1].Sequence : position.LastRemoval,
            };
            if (lasting)
            {
                await changes.AdvanceAsync(tenant, Name(state.Follower), before, position, cancellationToken);
            }
        }
    }

    private IndexBatch Batch(
        IndexState state, IReadOnlyList<PassageRemoval> removed, IReadOnlyList<AddedPassage> added)
    {
        IndexBatch batch = new(state);
        foreach (PassageRemoval removal in removed.Where(removal => state.Find(removal.PassageId) is not null))
        {
            batch.Remove(removal.PassageId);
        }

        IReadOnlyList<IReadOnlyList<StemCount>> counts =
            stems.Count([.. added.Select(passage => (passage.TitlePath, passage.Text))]);
        foreach ((AddedPassage passage, IReadOnlyList<StemCount> count) in added.Zip(counts))
        {
            long stamp = BitConverter.ToInt64(PassageTextHash.Of(passage.TitlePath, passage.Text));
            if (state.Find(passage.Id) is (long there, bool hasVector))
            {
                // Told again: after a stop between publishing and advancing, or because its vector has come.
                if (there == stamp && (hasVector || passage.Vector is null))
                {
                    continue;
                }

                batch.Remove(passage.Id);
            }

            batch.Add(passage, stamp, count);
        }

        return batch;
    }

    private static string Name(Guid follower) => $"embedded/{follower}";
}
