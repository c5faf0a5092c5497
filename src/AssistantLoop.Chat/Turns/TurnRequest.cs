using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Turns;

/// <summary>One message to answer.</summary>
/// <param name="Profile">The business that is asked.</param>
/// <param name="Version">What answers: adapter, prompt and style.</param>
/// <param name="Turns">The conversation, oldest first, ending with the visitor's new message.</param>
public sealed record TurnRequest(BusinessProfile Profile, RoutedVersion Version, IReadOnlyList<ChatMessage> Turns)
{
    /// <summary>Rules that hold for this turn alone, after the business's own.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The business's content of this turn; null: as it is now.</summary>
    public BusinessContent? Content { get; init; }

    /// <summary>The visitor's language, such as "de"; null where it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>How the visitor came, such as "web" or "email"; null where it is not known.</summary>
    public string? Channel { get; init; }

    /// <summary>Generation settings that replace the prompt's where they are given; its model and tenant do not count.</summary>
    public ChatOptions? Options { get; init; }
}

/// <summary>A version ready to answer.</summary>
/// <param name="Id">The version's id.</param>
/// <param name="Adapter">The adapter's id in the engine, or null for the base model.</param>
/// <param name="Prompt">The prompt template.</param>
/// <param name="Style">The style template.</param>
public sealed record RoutedVersion(Guid Id, string? Adapter, PromptTemplate Prompt, StyleTemplate Style)
{
    /// <summary>The remote generator that answers; null for the local model.</summary>
    public string? Generator { get; init; }
}
