namespace AssistantLoop.Storage.Versions;

/// <summary>What became of a version.</summary>
public enum VersionStatus
{
    /// <summary>Made, not yet compared.</summary>
    Staged,

    /// <summary>Being compared with the serving one, or getting a share of the traffic.</summary>
    Candidate,

    /// <summary>The one that answers.</summary>
    Serving,

    /// <summary>Served until another was promoted.</summary>
    Previous,

    /// <summary>Did not pass the gate.</summary>
    Rejected,

    /// <summary>Served until it was rolled back.</summary>
    RolledBack,

    /// <summary>The gate had not enough evidence to pass it or to turn it down.</summary>
    Undecided,

    /// <summary>May never serve again, such as one trained on what a person had erased.</summary>
    Retired,
}
