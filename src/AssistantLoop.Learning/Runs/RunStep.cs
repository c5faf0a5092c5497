namespace AssistantLoop.Learning.Runs;

/// <summary>
/// The steps of a run, in order. Each is whole, on disk or in the database, when it is reached, so that a run whose
/// worker was killed goes on after the last of them.
/// </summary>
public enum RunStep
{
    /// <summary>The worker holds the run.</summary>
    Leased,

    /// <summary>The data set is stored, and the run names it.</summary>
    DataSetBuilt,

    /// <summary>The recipe is chosen; nothing of it is kept, as the same data gives the same one.</summary>
    RecipeChosen,

    /// <summary>An optimiser step was made; reached many times.</summary>
    StepTrained,

    /// <summary>The adapter and what training measured lie in the run's folder.</summary>
    Trained,

    /// <summary>The adapter is in the artefact store.</summary>
    AdapterKept,

    /// <summary>The version is in the registry.</summary>
    VersionAdded,

    /// <summary>The version is a candidate.</summary>
    Nominated,

    /// <summary>The run is evaluating.</summary>
    EvaluationBegun,

    /// <summary>The serving version's answers lie in the run's folder.</summary>
    ServingMeasured,

    /// <summary>The candidate's answers lie in the run's folder.</summary>
    CandidateMeasured,

    /// <summary>What the corrections did is stored.</summary>
    CorrectionsReplayed,

    /// <summary>The report is in the artefact store.</summary>
    ReportKept,

    /// <summary>The candidate serves, or is turned down.</summary>
    Decided,

    /// <summary>The run has ended.</summary>
    Ended,
}
