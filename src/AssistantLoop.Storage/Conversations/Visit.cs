namespace AssistantLoop.Storage.Conversations;

/// <summary>Where a visitor comes from.</summary>
/// <param name="Language">The page's language, such as "de"; null where it does not say.</param>
/// <param name="Channel">Such as "web"; null where it does not say.</param>
/// <param name="Page">The page's address; null where it does not say.</param>
public sealed record Visit(string? Language = null, string? Channel = null, string? Page = null);
