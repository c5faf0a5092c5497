using System.Text.Json;

namespace AssistantLoop.App.OpenAi;

/// <summary>The body of POST /v1/chat/completions, as OpenAI documents it; fields that are not listed are passed over.</summary>
internal sealed record CompletionRequest
{
    public string? Model { get; init; }

    public IReadOnlyList<RequestMessage>? Messages { get; init; }

    public bool? Stream { get; init; }

    public StreamChoice? StreamOptions { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public int? N { get; init; }

    public long? Seed { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    /// <summary>A text or a list of texts.</summary>
    public JsonElement? Stop { get; init; }

    public ResponseShape? ResponseFormat { get; init; }

    public IReadOnlyList<RequestTool>? Tools { get; init; }

    /// <summary>"none", "auto", "required" or {"type": "function", "function": {"name"}}.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>The caller's own; "language" and "channel" are the visitor's.</summary>
    public IReadOnlyDictionary<string, string?>? Metadata { get; init; }

    /// <summary>A message; its content is a text or a list of parts.</summary>
    internal sealed record RequestMessage(string? Role, JsonElement? Content, string? ToolCallId);

    internal sealed record StreamChoice(bool? IncludeUsage);

    internal sealed record ResponseShape(string? Type, SchemaChoice? JsonSchema);

    internal sealed record SchemaChoice(string? Name, JsonElement? Schema);

    internal sealed record RequestTool(string? Type, RequestFunction? Function);

    internal sealed record RequestFunction(string? Name, string? Description, JsonElement? Parameters);
}
