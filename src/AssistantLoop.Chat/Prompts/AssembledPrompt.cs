using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Prompts;

/// <summary>What the model sees for one answer.</summary>
/// <param name="Messages">The system message, then the conversation.</param>
/// <param name="Passages">The passages in it; passage n of a citation is at index n - 1.</param>
/// <param name="Hash">SHA-256 of <see cref="PromptText.Write"/>; the key under which the prompt is kept.</param>
public sealed record AssembledPrompt(
    IReadOnlyList<ChatMessage> Messages, IReadOnlyList<FoundPassage> Passages, string Hash);
