using System.Text.Json;

namespace AssistantLoop.App.Hubs;

/// <summary>A page that begins or goes on.</summary>
public sealed record StartRequest(
    string? ConversationId, string? VisitorId, string? Identity, string? Language, string? Channel, string? Page);

/// <summary>A visitor's message. The text is any JSON value, so that a bad one is told apart from a lost socket.</summary>
public sealed record AskRequest(string? ConversationId, string? ClientMessageId, JsonElement Text);

/// <summary>The wish for another answer.</summary>
public sealed record RegenerateRequest(string? MessageId, string? ClientMessageId);

/// <summary>Other words for the last message.</summary>
public sealed record EditRequest(string? MessageId, string? ClientMessageId, JsonElement Text);

/// <summary>The wish for a person.</summary>
public sealed record HandOverRequest(string? ConversationId, string? Reason);

/// <summary>How content a visitor was: 1 to 5.</summary>
public sealed record SatisfactionRequest(string? ConversationId, int Score, string? Comment);

/// <summary>A visitor's rating: up or down.</summary>
public sealed record RateRequest(string? MessageId, string? Rating, string? Reason);

/// <summary>What a visitor decides on a proposed action.</summary>
public sealed record ConfirmRequest(string? ActionId, bool Confirmed);

/// <summary>A better answer that a visitor suggests.</summary>
public sealed record SuggestRequest(string? MessageId, JsonElement Text);
