using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Files;
using Json.Schema;
using YamlDotNet.RepresentationModel;

namespace AssistantLoop.Chat.Content;

/// <summary>Declared actions.</summary>
public static partial class ContentReader
{
    private const int MaxActions = 50;
    private const int MaxFields = 12;
    private const int MaxTimeout = 60;

    private static List<ActionDeclaration> ActionsOf(Section section)
    {
        HashSet<string> seen = [];
        List<ActionDeclaration> actions = [];
        foreach ((int number, YamlNode node) in section.Entries(MaxActions))
        {
            ActionFile file = section.Read<ActionFile>(number, node);
            string name = section.Need(number, file.Name, "name", 64);
            if (!ActionName().IsMatch(name))
            {
                throw section.Fault(number, $"'name' must be letters, digits and underscores, a letter first; given: {name}");
            }

            section.Once(seen, number, name, "name");
            string title = section.Need(number, file.Title, "title", MaxWord);
            actions.Add(new()
            {
                Name = name,
                Title = title,
                Description = section.Need(number, file.Description, "description", 200).TrimEnd('.'),
                Parameters = Schema(section, number, YamlSection.Json(YamlSection.Child(node, "parameters") ?? new YamlMappingNode())),
                Webhook = Uri.TryCreate(file.Webhook, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
                    ? address
                    : throw section.Fault(number, $"'webhook' must be an http address without a password; given: {file.Webhook ?? "nothing"}"),
                Confirm = file.Confirm is null ? $"{title}?" : section.Need(number, file.Confirm, "confirm", MaxText),
                Timeout = TimeSpan.FromSeconds(file.TimeoutSeconds is null or (>= 1 and <= MaxTimeout)
                    ? file.TimeoutSeconds ?? 10
                    : throw section.Fault(number, $"'timeout_seconds' must be from 1 to {MaxTimeout}; given: {file.TimeoutSeconds}")),
                Idempotent = file.Idempotent ?? false,
                When = file.When is null ? null : Condition(section, number, file.When),
            });
        }

        return actions;
    }

    private static JsonObject Schema(Section section, int number, JsonNode? parameters)
    {
        if (parameters is not JsonObject schema)
        {
            throw section.Fault(number, "'parameters' must be a JSON schema of an object");
        }

        schema["type"] ??= "object";
        JsonObject fields = schema["properties"] as JsonObject ?? [];
        if (fields.Count > MaxFields || fields.Any(field => !ActionName().IsMatch(field.Key) || field.Key == "action" || field.Value is not JsonObject))
        {
            throw section.Fault(
                number, $"'parameters: properties' may hold {MaxFields} schemas, named by letters, digits and underscores, and none named action");
        }

        try
        {
            JsonSchema.FromText(schema.ToJsonString()).Evaluate(JsonSerializer.SerializeToElement(new JsonObject()));
            return schema;
        }
        catch (Exception error) when (error is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException)
        {
            throw section.Fault(number, $"'parameters' is no JSON schema: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private sealed class ActionFile
    {
        public string? Name { get; init; }
        public string? Title { get; init; }
        public string? Description { get; init; }
        public object? Parameters { get; init; }
        public string? Webhook { get; init; }
        public string? Confirm { get; init; }
        public int? TimeoutSeconds { get; init; }
        public bool? Idempotent { get; init; }
        public WhenFile? When { get; init; }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex ActionName();
}
