namespace AssistantLoop.Chat.Limits;

/// <summary>What an answer must not promise or speak of.</summary>
public sealed record PolicyLimit
{
    /// <summary>The limit's name in traces.</summary>
    public required string Id { get; init; }

    /// <summary>The sentence that the prompt carries; null where only the answer is checked.</summary>
    public string? Text { get; init; }

    /// <summary>What is checked.</summary>
    public required LimitKind Kind { get; init; }

    /// <summary>The most percent or the largest sum, for the kinds that have one.</summary>
    public decimal Most { get; init; }

    /// <summary>
    /// For promises: the phrases. For topics: the words that a question or an answer on it holds. For sums: words of which a
    /// sentence must hold one for its sums to count; none: all sums count.
    /// </summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];
}

/// <summary>What a limit checks.</summary>
public enum LimitKind
{
    /// <summary>No discount above so many percent.</summary>
    MaxDiscountPercent,

    /// <summary>No sum of money above so much.</summary>
    MaxAmount,

    /// <summary>Phrases that are never said.</summary>
    NeverPromise,

    /// <summary>Subjects that are not spoken of.</summary>
    Topics,
}
