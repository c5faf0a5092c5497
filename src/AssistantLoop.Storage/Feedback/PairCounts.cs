namespace AssistantLoop.Storage.Feedback;

/// <summary>How many preference rows of each kind no data set has considered yet.</summary>
public sealed record PairCounts(int Corrections, int Up, int Down)
{
    public int Total => Corrections + Up + Down;
}
