using System.Text.Json;
using System.Text.Json.Nodes;

namespace AssistantLoop.Inference.Tests.Constraints;

/// <summary>Random schemas, and a validator that knows nothing of automata.</summary>
internal static class SchemaDraw
{
    private static readonly string[] s_names = ["id", "name", "größe", "a b", "quote\"d", "back\\slash", "日本", "total", "x", "deep"];

    public static JsonObject Draw(Random random, int depth = 0)
    {
        int kind = random.Next(depth < 3 ? 8 : 6);
        return kind switch
        {
            0 => new JsonObject { ["type"] = "string" },
            1 => new JsonObject { ["type"] = "number" },
            2 => new JsonObject { ["type"] = "integer", ["description"] = "a whole number" },
            3 => new JsonObject { ["type"] = "boolean" },
            4 => new JsonObject { ["type"] = new JsonArray("null", "string", "integer") },
            5 => new JsonObject { ["enum"] = new JsonArray("red", "grün", 7, true, null, "a\"b\n") },
            6 => new JsonObject { ["type"] = "array", ["items"] = Draw(random, depth + 1) },
            _ => DrawObject(random, depth),
        };
    }

    private static JsonObject DrawObject(Random random, int depth)
    {
        string[] names = [.. s_names.OrderBy(_ => random.Next()).Take(random.Next(5))];
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Draw(random, depth + 1)))),
            ["required"] = new JsonArray([.. names.Where(_ => random.Next(2) == 0).Select(name => (JsonNode)name)]),
            ["additionalProperties"] = false,
        };
    }

    public static bool IsValid(JsonElement value, JsonNode schema)
    {
        if (schema["enum"] is JsonArray allowed)
        {
            return allowed.Any(one => JsonNode.DeepEquals(one, JsonNode.Parse(value.GetRawText())));
        }

        string[] types = schema["type"] is JsonArray list ? [.. list.Select(type => (string)type!)] : [(string)schema["type"]!];
        return types.Any(type => type switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "array" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => IsValid(item, schema["items"]!)),
            _ => value.ValueKind == JsonValueKind.Object && IsValidObject(value, schema),
        });
    }

    private static bool IsValidObject(JsonElement value, JsonNode schema)
    {
        JsonObject properties = schema["properties"]!.AsObject();
        string[] names = [.. value.EnumerateObject().Select(property => property.Name)];
        return names.Distinct().Count() == names.Length
            && schema["required"]!.AsArray().All(name => names.Contains((string)name!))
            && value.EnumerateObject().All(property =>
                properties[property.Name] is { } known && IsValid(property.Value, known));
    }
}
