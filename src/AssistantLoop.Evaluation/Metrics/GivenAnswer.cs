using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>What a version answered to a case.</summary>
/// <param name="Text">The last answer.</param>
/// <param name="Citations">The passages that it cites.</param>
public sealed record GivenAnswer(string Text, IReadOnlyList<Citation> Citations)
{
    /// <summary>The answers to the case's earlier turns.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>What the style that it was asked in has checked; null where that asks nothing.</summary>
    public StyleCheck? Style { get; init; }

    /// <summary>From the last question to its whole answer; null where the case was not timed.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Tokens of the last prompt; null where they were not counted.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the last answer; null where they were not counted.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>A judging model's mark, 0 to 1; null where none was asked or its verdict could not be read.</summary>
    public double? Judged { get; init; }
}
