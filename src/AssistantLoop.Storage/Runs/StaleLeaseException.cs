namespace AssistantLoop.Storage.Runs;

/// <summary>A worker tried to write for a run that it no longer holds. Nothing was written.</summary>
public sealed class StaleLeaseException(RunLease lease)
    : Exception($"Worker {lease.Worker} no longer holds run {lease.RunId}: its lease {lease.Fence} was taken over " +
        "or the run has ended.")
{
    public RunLease Lease { get; } = lease;
}
