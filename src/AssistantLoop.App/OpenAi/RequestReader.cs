using System.Text.Json;
using Microsoft.Extensions.AI;
using static AssistantLoop.App.OpenAi.CompletionRequest;

namespace AssistantLoop.App.OpenAi;

/// <summary>Reads a completion request: what is asked, by which rules, and how the answer is generated.</summary>
internal static class RequestReader
{
    private const int MaxMessages = 200;
    private const int MaxMetadata = 64;
    private const int MaxStops = 4;
    private const int MaxTokens = 32_768;

    /// <summary>The conversation: visitor's and assistant's turns, ending with the visitor's.</summary>
    /// <exception cref="OpenAiException">A message is of no known kind, or there is none to answer.</exception>
    public static IReadOnlyList<ChatMessage> Turns(CompletionRequest request)
    {
        IReadOnlyList<RequestMessage> messages = request.Messages ?? [];
        if (messages.Count is 0 or > MaxMessages)
        {
            throw OpenAiException.Invalid("messages", $"must hold 1 to {MaxMessages} messages.");
        }

        List<ChatMessage> turns = [];
        foreach ((int at, RequestMessage message) in messages.Index())
        {
            ChatRole? role = message.Role switch
            {
                "user" => ChatRole.User,
                "assistant" => ChatRole.Assistant,
                // What a tool gave back is said to the assistant as any other turn.
                "tool" or "function" => ChatRole.User,
                "system" or "developer" => null,
                _ => throw OpenAiException.Invalid(
                    $"messages[{at}].role", $"must be system, developer, user, assistant or tool; given: {message.Role ?? "nothing"}."),
            };
            if (role is { } turn)
            {
                turns.Add(new(turn, Text(message.Content, $"messages[{at}].content")));
            }
        }

        return turns.Count > 0 && turns[^1].Role == ChatRole.User
            ? turns
            : throw OpenAiException.Invalid("messages", "must end with a user's message.");
    }

    /// <summary>The caller's system messages: rules for this answer, beside the business's own.</summary>
    public static IReadOnlyList<string> Rules(CompletionRequest request) =>
    [
        .. (request.Messages ?? []).Index()
            .Where(message => message.Item.Role is "system" or "developer")
            .Select(message => Text(message.Item.Content, $"messages[{message.Index}].content").ReplaceLineEndings(" ").Trim())
            .Where(rule => rule.Length > 0),
    ];

    /// <summary>What the caller's metadata says of the visitor; null where it does not.</summary>
    public static string? Said(CompletionRequest request, string key) =>
        request.Metadata?.GetValueOrDefault(key) is not { } value || string.IsNullOrWhiteSpace(value) ? null
        : value.Length <= MaxMetadata ? value.Trim()
        : throw OpenAiException.Invalid($"metadata.{key}", $"may have {MaxMetadata} characters; given: {value.Length}.");

    /// <summary>How the answer is generated; the prompt's settings hold where the request gives none.</summary>
    public static ChatOptions Options(CompletionRequest request, RequestFunction? call)
    {
        if (request.N is not (null or 1))
        {
            throw OpenAiException.Invalid("n", "must be 1.");
        }

        return new()
        {
            Temperature = Within("temperature", request.Temperature, 0, 2),
            TopP = Within("top_p", request.TopP, 0, 1),
            PresencePenalty = Within("presence_penalty", request.PresencePenalty, -2, 2),
            FrequencyPenalty = Within("frequency_penalty", request.FrequencyPenalty, -2, 2),
            MaxOutputTokens = (request.MaxCompletionTokens ?? request.MaxTokens) switch
            {
                null => null,
                int most and >= 1 and <= MaxTokens => most,
                int given => throw OpenAiException.Invalid("max_completion_tokens", $"must be from 1 to {MaxTokens}; given: {given}."),
            },
            Seed = request.Seed,
            StopSequences = Stops(request.Stop),
            ResponseFormat = call is null ? Shape(request.ResponseFormat) : ChatResponseFormat.ForJsonSchema(Parameters(call), call.Name),
        };
    }

    /// <summary>The function that the answer must call; null where it answers in words.</summary>
    public static RequestFunction? Call(CompletionRequest request)
    {
        if (request.Tools is not { Count: > 0 } tools || request.ToolChoice is not { } choice)
        {
            return null;
        }

        RequestFunction[] functions =
            [.. tools.Select(tool => tool.Function ?? throw OpenAiException.Invalid("tools", "must be functions."))];
        string? wanted = choice.ValueKind switch
        {
            JsonValueKind.String when choice.GetString() is "none" or "auto" => null,
            JsonValueKind.String when choice.GetString() is "required" && functions.Length == 1 => functions[0].Name,
            JsonValueKind.String when choice.GetString() is "required" =>
                throw OpenAiException.Invalid("tool_choice", "must name the function where there are several tools."),
            JsonValueKind.Object when choice.TryGetProperty("function", out JsonElement function)
                && function.TryGetProperty("name", out JsonElement name) => name.GetString(),
            _ => throw OpenAiException.Invalid("tool_choice", "must be none, auto, required or a function's name."),
        };
        return wanted is null ? null
            : Array.Find(functions, function => function.Name == wanted)
                ?? throw OpenAiException.Invalid("tool_choice", $"names {wanted}, which is not among the tools.");
    }

    /// <summary>The names of the tools that the answer may call.</summary>
    public static IReadOnlySet<string> Offered(CompletionRequest request) =>
        request.ToolChoice is { ValueKind: JsonValueKind.String } choice && choice.ValueEquals("none")
            ? new HashSet<string>()
            : (request.Tools ?? []).Select(tool => tool.Function?.Name).OfType<string>().ToHashSet();

    private static JsonElement Parameters(RequestFunction call) =>
        call.Parameters ?? throw OpenAiException.Invalid("tools", $"must give the parameters of {call.Name} as a JSON schema.");

    private static ChatResponseFormatJson? Shape(ResponseShape? shape) => shape?.Type switch
    {
        null or "text" => null,
        "json_schema" when shape.JsonSchema?.Schema is { } schema => ChatResponseFormat.ForJsonSchema(schema, shape.JsonSchema.Name),
        "json_schema" => throw OpenAiException.Invalid("response_format.json_schema", "must hold a schema."),
        _ => throw OpenAiException.Invalid("response_format.type", $"must be text or json_schema; given: {shape.Type}."),
    };

    private static string Text(JsonElement? content, string param) => content switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray().Select(part =>
            part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out JsonElement type) && type.ValueEquals("text")
                && part.TryGetProperty("text", out JsonElement text)
                ? text.GetString()
                : throw OpenAiException.Invalid(param, "may hold parts of the type text alone."))),
        _ => throw OpenAiException.Invalid(param, "must be a text or a list of parts."),
    };

    private static List<string>? Stops(JsonElement? stop)
    {
        List<string>? stops = stop switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } all when all.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
                [.. all.EnumerateArray().Select(one => one.GetString()!)],
            _ => throw OpenAiException.Invalid("stop", "must be a text or a list of texts."),
        };
        return stops is null || (stops.Count <= MaxStops && stops.TrueForAll(one => one.Length > 0))
            ? stops
            : throw OpenAiException.Invalid("stop", $"must be {MaxStops} texts at most, none of them empty.");
    }

    private static float? Within(string param, float? value, float least, float most) => value is null || (value >= least && value <= most)
        ? value
        : throw OpenAiException.Invalid(param, FormattableString.Invariant($"must be from {least} to {most}; given: {value}."));
}
