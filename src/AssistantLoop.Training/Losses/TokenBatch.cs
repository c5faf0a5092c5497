namespace AssistantLoop.Training.Losses;

/// <summary>
/// Rows of token ids, all of one length, row-major. <c>Weights[i]</c> is what predicting token i counts in the loss (0
/// for none; never the first of a row), and <c>Segments[i]</c> numbers the texts of a row.
/// </summary>
public sealed record TokenBatch(int Rows, int Length, long[] Ids, float[] Weights, long[] Segments)
{
    /// <summary>Sum of all weights.</summary>
    public double TotalWeight => Weights.Sum(weight => (double)weight);
}
