namespace AssistantLoop.Storage.Runs;

/// <summary>
/// A worker's right to write for a run. Taking over an expired lease moves the run's fence on, and every write under
/// the old fence is refused from then on.
/// </summary>
public sealed record RunLease(string Tenant, Guid RunId, string Worker, long Fence);

/// <summary>A run and the lease under which its worker now holds it.</summary>
public sealed record LeasedRun(Run Run, RunLease Lease);
