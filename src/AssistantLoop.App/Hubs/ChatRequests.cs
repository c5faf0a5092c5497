using System.Text.Json;

namespace AssistantLoop.App.Hubs;

/// <summary>A visitor's message. The text is any JSON value, so that a bad one is told apart from a lost socket.</summary>
public sealed record AskRequest(string? ConversationId, string? ClientMessageId, JsonElement Text);

/// <summary>A visitor's rating: up or down.</summary>
public sealed record RateRequest(string? MessageId, string? Rating, string? Reason);

/// <summary>What a visitor decides on a proposed action.</summary>
public sealed record ConfirmRequest(string? ActionId, bool Confirmed);

/// <summary>A better answer that a visitor suggests.</summary>
public sealed record SuggestRequest(string? MessageId, JsonElement Text);
