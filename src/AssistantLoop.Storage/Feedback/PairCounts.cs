namespace AssistantLoop.Storage.Feedback;

/// <summary>How many preference rows of each kind no data set has considered yet; imported ratings count as ratings.</summary>
public sealed record PairCounts(int Corrections, int Up, int Down)
{
    /// <summary>Blind choices that prefer one answer.</summary>
    public int Choices { get; init; }

    /// <summary>Imported pairs and answers to imitate.</summary>
    public int Imported { get; init; }

    /// <summary>What says how an answer should be, and so is a reason to train; ratings alone are none.</summary>
    public int Telling => Corrections + Choices + Imported;

    public int Total => Corrections + Up + Down + Choices + Imported;
}
