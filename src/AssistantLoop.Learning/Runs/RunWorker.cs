using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// Takes a business's runs from the queue one at a time and holds their lease while they work. A worker that has lost its lease, or
/// is told to stop, leaves the run to the next one.
/// </summary>
public sealed class RunWorker(RunLeases leases, TrainingRun training, string workerId, string workRoot, int threads, TimeProvider time)
{
    /// <summary>How long a lease holds; renewed at a third of it.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);

    /// <summary>When this many workers have lost a run it is given up: it may be what kills them.</summary>
    private const int MostLost = 3;

    /// <summary>Takes the oldest open run and works on it to its end.</summary>
    /// <returns>The run that was worked on, or null where the queue is empty.</returns>
    /// <exception cref="OperationCanceledException">The worker was told to stop; the run is back in the queue.</exception>
    public async Task<Run?> WorkOnceAsync(CancellationToken cancellationToken)
    {
        if (await leases.TryLeaseAsync(workerId, training.Tenant, LeaseDuration, cancellationToken) is not { } leased)
        {
            return null;
        }

        bool ended = false;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LeaseHolder holder = new(leases, leased.Lease, time, stop);
        Task holding = holder.HoldAsync();
        try
        {
            if (leased.Run.Lost >= MostLost)
            {
                ended = await FailAsync(leased.Lease, $"given up after {MostLost} workers lost it");
                return leased.Run;
            }

            await training.RunAsync(leased, RunFolder.Open(workRoot, leased.Lease), threads, stop.Token);
            ended = true;
        }
        catch (OperationCanceledException) when (holder.CancelRequested)
        {
            await leases.EndAsync(leased.Lease, RunState.Cancelled, result: null, error: null, CancellationToken.None);
            ended = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await leases.ReleaseAsync(leased.Lease, CancellationToken.None);
            throw;
        }
        catch (Exception error) when (error is StaleLeaseException || holder.Lost)
        {
            // Another worker has the run; whatever went wrong here is no longer this worker's to tell.
            RunFolder.Remove(workRoot, leased.Lease);
        }
#pragma warning disable CA1031 // The worker's edge: any fault of a run must end that run, and the next one must be tried.
        catch (Exception error)
#pragma warning restore CA1031
        {
            ended = await FailAsync(leased.Lease, error.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            await stop.CancelAsync();
            await holding;
            if (ended)
            {
                RunFolder.RemoveAll(workRoot, leased.Run.Id);
            }
        }

        return leased.Run;
    }

    private async Task<bool> FailAsync(RunLease lease, string error)
    {
        try
        {
            await leases.EndAsync(lease, RunState.Failed, result: null, error, CancellationToken.None);
            return true;
        }
        catch (StaleLeaseException)
        {
            // As above: the run is another worker's now.
            return false;
        }
    }
}
