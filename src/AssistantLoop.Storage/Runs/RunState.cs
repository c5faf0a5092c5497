namespace AssistantLoop.Storage.Runs;

/// <summary>Where a run is. Queued, running and evaluating are open; the others are ends.</summary>
public enum RunState
{
    Queued,
    Running,
    Evaluating,

    /// <summary>Its version passed the gate.</summary>
    Succeeded,

    /// <summary>It finished, and its version did not pass the gate.</summary>
    Rejected,
    Failed,
    Cancelled,
}
