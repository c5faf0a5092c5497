namespace AssistantLoop.Chat.Rules;

/// <summary>What the assistant must heed, always or at times.</summary>
public sealed record BusinessRule
{
    /// <summary>The rule's name in traces.</summary>
    public required string Id { get; init; }

    /// <summary>The sentence that the prompt carries.</summary>
    public required string Text { get; init; }

    /// <summary>From when on it holds; null for ever since.</summary>
    public LocalMoment? From { get; init; }

    /// <summary>Until when it holds, the day or minute given included; null for ever on.</summary>
    public LocalMoment? Until { get; init; }

    /// <summary>When it matters; null: always.</summary>
    public RuleCondition? When { get; init; }

    /// <summary>Which go first where not all find room: the higher. Default 0.</summary>
    public int Priority { get; init; }
}
