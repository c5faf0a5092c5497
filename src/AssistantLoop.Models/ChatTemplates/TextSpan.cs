namespace AssistantLoop.Models.ChatTemplates;

/// <summary>A stretch of a text in UTF-16 units, from <c>Start</c> up to but not including <c>End</c>.</summary>
public readonly record struct TextSpan(int Start, int End);
