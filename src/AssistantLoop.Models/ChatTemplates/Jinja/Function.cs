namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>A macro, a global function or a method bound to its value.</summary>
internal sealed record Function(string Name, Func<CallArguments, object?> Body);
