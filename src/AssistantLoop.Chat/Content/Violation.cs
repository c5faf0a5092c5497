namespace AssistantLoop.Chat.Content;

/// <summary>Where an answer broke what the business asks of it.</summary>
/// <param name="Kind">glossary, style, limit or action.</param>
/// <param name="Subject">The term, the style's rule, the limit's id or the action's name.</param>
/// <param name="Detail">What was wrong, for people.</param>
/// <param name="Mended">Whether the visitor saw it put right.</param>
public sealed record Violation(string Kind, string Subject, string Detail, bool Mended = false);
