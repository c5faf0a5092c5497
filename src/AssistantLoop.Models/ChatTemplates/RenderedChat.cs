namespace AssistantLoop.Models.ChatTemplates;

/// <summary>
/// A conversation as the model reads it; <c>Generated</c> are the <c>{% generation %}</c> blocks in order.
/// </summary>
public sealed record RenderedChat(string Text, IReadOnlyList<TextSpan> Generated);
