namespace AssistantLoop.Learning.DataSets;

/// <summary>A run was asked for before there was enough to learn from.</summary>
public sealed class TooFewSamplesException(int found, int needed, IReadOnlyDictionary<string, int> dropped)
    : Exception($"Found {found} usable corrections{LeftOut(dropped)}; a run needs at least {needed}.")
{
    /// <summary>The usable corrections.</summary>
    public int Found { get; } = found;

    /// <summary>The fewest a run trains on.</summary>
    public int Needed { get; } = needed;

    private static string LeftOut(IReadOnlyDictionary<string, int> dropped) => dropped.Count == 0
        ? ""
        : $" (left out: {string.Join(", ", dropped.Select(reason => $"{reason.Value} {reason.Key}"))})";
}
