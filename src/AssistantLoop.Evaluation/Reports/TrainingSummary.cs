namespace AssistantLoop.Evaluation.Reports;

/// <summary>What a report says of the training that made a candidate. What is not known is empty or null.</summary>
public sealed record TrainingSummary
{
    /// <summary>SHA-256 of the data set.</summary>
    public string? DataSetHash { get; init; }

    /// <summary>The manifest's numbers, such as "Samples" and "84".</summary>
    public IReadOnlyList<NamedValue> DataSet { get; init; } = [];

    /// <summary>The data set's card, in Markdown.</summary>
    public string? Card { get; init; }

    /// <summary>The recipe's values and why each was chosen.</summary>
    public IReadOnlyList<RecipeValue> Recipe { get; init; } = [];

    /// <summary>Training loss, nats a token, one a step from the first.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>Held-out losses where they were measured.</summary>
    public IReadOnlyList<StepLoss> HeldOutLosses { get; init; } = [];

    /// <summary>Held-out loss before the first step.</summary>
    public double? HeldOutBefore { get; init; }

    /// <summary>Held-out loss of the weights that were kept.</summary>
    public double? HeldOutAfter { get; init; }

    /// <summary>Loss of general samples before the first step.</summary>
    public double? GeneralBefore { get; init; }

    /// <summary>Loss of general samples with the weights that were kept; a rise is forgetting.</summary>
    public double? GeneralAfter { get; init; }

    /// <summary>How long training took.</summary>
    public double? Seconds { get; init; }

    /// <summary>The most memory that it held.</summary>
    public long? PeakBytes { get; init; }
}

/// <summary>A name and its value, for a table.</summary>
public sealed record NamedValue(string Name, string Value);

/// <summary>One value of a recipe.</summary>
public sealed record RecipeValue(string Name, string Value, string Why);

/// <summary>A loss after a step; steps count from 1, and 0 is before the first.</summary>
public sealed record StepLoss(int Step, double Loss);
