namespace AssistantLoop.Storage.Feedback;

/// <summary>Which feedback a preference row comes from.</summary>
public enum PairKind
{
    /// <summary>A correction: chosen and rejected are both there.</summary>
    Correction,

    /// <summary>A rating up: only chosen is there.</summary>
    Up,

    /// <summary>A rating down: only rejected is there.</summary>
    Down,

    /// <summary>A blind choice between two answers to one prompt: both are there.</summary>
    Choice,

    /// <summary>A row of an imported file: chosen, rejected or both, as the row has them.</summary>
    Imported,
}
