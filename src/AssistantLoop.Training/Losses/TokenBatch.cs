namespace AssistantLoop.Training.Losses;

/// <summary>
/// Texts of <c>Lengths</c> tokens, one after the other. <c>Weights[i]</c> is what predicting token i counts (0 for none;
/// never the first of a text).
/// </summary>
public sealed record TokenBatch(long[] Ids, float[] Weights, IReadOnlyList<int> Lengths)
{
    /// <summary>Sum of all weights.</summary>
    public double TotalWeight => Weights.Sum(weight => (double)weight);
}
