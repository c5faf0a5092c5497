using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>
/// Takes runs from the queue one at a time and holds their lease while they work. A worker that has lost its lease, or
/// is told to stop, leaves the run to the next one.
/// </summary>
public sealed class RunWorker(RunLeases leases, TrainingRun training, string workerId, string workRoot, int threads, TimeProvider time)
{
    /// <summary>How long a lease holds; renewed at a third of it.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);

    /// <summary>After this many takeovers a run is given up: it may be what kills its workers.</summary>
    private const int MostTries = 3;

    /// <summary>Takes the oldest open run and works on it to its end.</summary>
    /// <returns>The run that was worked on, or null where the queue is empty.</returns>
    /// <exception cref="OperationCanceledException">The worker was told to stop; the run is back in the queue.</exception>
    public async Task<Run?> WorkOnceAsync(CancellationToken cancellationToken)
    {
        if (await leases.TryLeaseAsync(workerId, LeaseDuration, cancellationToken) is not { } leased)
        {
            return null;
        }

        string folder = Path.Combine(workRoot, leased.Run.Id.ToString("N"));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LeaseHolder holder = new(leases, leased.Lease, time, stop);
        Task holding = holder.HoldAsync();
        try
        {
            if (leased.Lease.Fence > MostTries)
            {
                await FailAsync(leased.Lease, $"given up after {MostTries} workers lost it");
                return leased.Run;
            }

            Directory.CreateDirectory(folder);
            await training.RunAsync(leased, folder, threads, stop.Token);
        }
        catch (OperationCanceledException) when (holder.CancelRequested)
        {
            await leases.EndAsync(leased.Lease, RunState.Cancelled, result: null, error: null, CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await leases.ReleaseAsync(leased.Lease, CancellationToken.None);
            throw;
        }
        catch (Exception error) when (error is StaleLeaseException || holder.Lost)
        {
            // Another worker has the run; whatever went wrong here is no longer this worker's to tell.
        }
#pragma warning disable CA1031 // The worker's edge: any fault of a run must end that run, and the next one must be tried.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await FailAsync(leased.Lease, error.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            await stop.CancelAsync();
            await holding;
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return leased.Run;
    }

    private async Task FailAsync(RunLease lease, string error)
    {
        try
        {
            await leases.EndAsync(lease, RunState.Failed, result: null, error, CancellationToken.None);
        }
        catch (StaleLeaseException)
        {
            // As above: the run is another worker's now.
        }
    }
}
