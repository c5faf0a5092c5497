using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;

namespace AssistantLoop.Chat.Turns;

/// <summary>What happens during a turn: the prompt once, then text pieces, then the end.</summary>
public abstract record TurnEvent;

/// <summary>The prompt is assembled; generation starts.</summary>
public sealed record TurnStarted(AssembledPrompt Prompt) : TurnEvent;

/// <summary>The next piece of the answer.</summary>
public sealed record TurnText(string Text) : TurnEvent;

/// <summary>The answer is whole.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Citations">The passages that it cites.</param>
/// <param name="FinishReason">"stop", or "length" where the token limit cut it.</param>
public sealed record TurnCompleted(string Text, IReadOnlyList<Citation> Citations, string FinishReason) : TurnEvent;
