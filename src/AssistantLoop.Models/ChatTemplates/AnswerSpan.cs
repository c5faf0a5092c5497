namespace AssistantLoop.Models.ChatTemplates;

/// <summary>
/// Where the assistant's message at index <c>Message</c> stands in the rendered text, end mark included.
/// </summary>
public readonly record struct AnswerSpan(int Message, TextSpan Span);
