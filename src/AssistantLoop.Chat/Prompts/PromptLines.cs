namespace AssistantLoop.Chat.Prompts;

/// <summary>What the business's own lines of a prompt say.</summary>
/// <param name="Style">The style's instruction.</param>
/// <param name="Glossary">"term = meaning" each.</param>
/// <param name="Rules">One sentence each.</param>
public sealed record PromptLines(string Style, IReadOnlyList<string> Glossary, IReadOnlyList<string> Rules);
