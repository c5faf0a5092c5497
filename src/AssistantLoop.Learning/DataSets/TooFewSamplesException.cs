namespace AssistantLoop.Learning.DataSets;

/// <summary>A run was asked for before there was enough to learn from.</summary>
public sealed class TooFewSamplesException(int found, int needed, IEnumerable<KeyValuePair<string, int>> leftOut)
    : Exception($"Found {found} usable pieces of feedback{LeftOut(leftOut)}; a run needs at least {needed}.")
{
    /// <summary>The usable pieces of feedback.</summary>
    public int Found { get; } = found;

    /// <summary>The fewest a run trains on.</summary>
    public int Needed { get; } = needed;

    private static string LeftOut(IEnumerable<KeyValuePair<string, int>> leftOut)
    {
        string reasons = string.Join(", ", leftOut.Select(reason => $"{reason.Value} {reason.Key}"));
        return reasons.Length == 0 ? "" : $" (left out: {reasons})";
    }
}
