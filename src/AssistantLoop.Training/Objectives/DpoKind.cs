namespace AssistantLoop.Training.Objectives;

/// <summary>Which loss of a pair's margin <see cref="DpoObjective"/> takes.</summary>
public enum DpoKind
{
    /// <summary>-log σ; with label smoothing, conservative DPO.</summary>
    Sigmoid,

    /// <summary>-log σ without the bias that a known share of swapped pairs gives it (Chowdhury et al. 2024).</summary>
    Robust,

    /// <summary>
    /// A squared distance from a wanted margin, which bounds how far a pair is pushed (Azar et al. 2023).
    /// </summary>
    Ipo,
}
