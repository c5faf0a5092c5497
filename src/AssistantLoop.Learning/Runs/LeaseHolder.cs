using AssistantLoop.Storage;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>Renews a run's lease while it is worked on, and stops the work when the lease is lost or a cancel is asked for.</summary>
internal sealed class LeaseHolder(RunLeases leases, RunLease lease, TimeProvider time, CancellationTokenSource stop)
{
    /// <summary>Someone asked to cancel the run.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>The lease could not be renewed.</summary>
    public bool Lost { get; private set; }

    /// <summary>Renews until the work is stopped.</summary>
    public async Task HoldAsync()
    {
        // A cancel is seen as often as this; the lease itself would stand longer waits.
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await leases.RenewAsync(lease, RunWorker.LeaseDuration, stop.Token))
                {
                    CancelRequested = true;
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended or was stopped.
        }
        catch (Exception error) when (error is StaleLeaseException or StorageException)
        {
            Lost = true;
            await stop.CancelAsync();
        }
    }
}
