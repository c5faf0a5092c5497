namespace AssistantLoop.Storage.Erasure;

/// <summary>What becomes of versions that were trained on an erased visitor's samples; a later one is stricter.</summary>
public enum ErasurePolicy
{
    /// <summary>They are told, and nothing else happens to them.</summary>
    List,

    /// <summary>A run is queued for a successor; the serving one serves until then. None is promoted again.</summary>
    Retrain,

    /// <summary>None is promoted again; where one serves, the newest that was not trained on them takes its place.</summary>
    Retire,
}
