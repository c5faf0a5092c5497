namespace AssistantLoop.Learning.DataSets;

/// <summary>A run was asked for before there was enough to learn from.</summary>
public sealed class TooFewSamplesException(int found, int needed)
    : Exception($"Found {found} usable corrections; a run needs at least {needed}.")
{
    /// <summary>The usable corrections.</summary>
    public int Found { get; } = found;

    /// <summary>The fewest a run trains on.</summary>
    public int Needed { get; } = needed;
}
