namespace AssistantLoop.Training.Embeddings;

/// <summary>Two texts that mean the same, or of which one answers the other.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Text">What should be found.</param>
/// <param name="Group">Pairs of one group mean the same.</param>
internal sealed record TextPair(string Query, string Text, long Group)
{
    /// <summary>A text that looks like the right one and is not.</summary>
    public string? Negative { get; init; }
}
