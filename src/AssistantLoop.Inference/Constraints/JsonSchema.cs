using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssistantLoop.Inference.Constraints;

/// <summary>
/// What an answer must look like: a subset of JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12). Types
/// object, array, string, number, integer, boolean and null, one or a list of them; <c>properties</c>, <c>required</c>,
/// <c>additionalProperties</c>, <c>items</c>, <c>enum</c> and <c>const</c>; annotations are passed over, any other keyword
/// is refused. Documents are written compactly, properties in the schema's order and no others, numbers with at most 15
/// digits on either side of the point. Immutable.
/// </summary>
public sealed class JsonSchema
{
    private const int MaxDepth = 32;

    private static readonly HashSet<string> s_annotations =
    [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    ];

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonSchema(string text, SchemaNode root) => (Text, Root) = (text, root);

    /// <summary>The schema as it was given.</summary>
    public string Text { get; }

    internal SchemaNode Root { get; }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="JsonSchemaException">It is no JSON, malformed, or uses a keyword outside the subset.</exception>
    public static JsonSchema Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return new(text, Read(document.RootElement, "", 0));
        }
        catch (JsonException error)
        {
            throw new JsonSchemaException("", $"it is not JSON: {error.Message}");
        }
    }

    internal static string Plain(object? value) => JsonSerializer.Serialize(value, s_plain);

    private static SchemaNode Read(JsonElement schema, string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new JsonSchemaException(path, $"it is nested more than {MaxDepth} deep.");
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw new JsonSchemaException(path, "a schema is an object.");
        }

        if (schema.TryGetProperty("const", out JsonElement single))
        {
            Allow(schema, path, "const", "type");
            return new LiteralNode(Plain(single));
        }

        if (schema.TryGetProperty("enum", out JsonElement values))
        {
            Allow(schema, path, "enum", "type");
            return values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
                ? new AnyOfNode([.. values.EnumerateArray().Select(value => new LiteralNode(Plain(value)))])
                : throw new JsonSchemaException(path, "`enum` is a list of at least one value.");
        }

        string[] types = Types(schema, path);
        Allow(schema, path, [.. types.SelectMany(KeywordsOf), "type"]);
        SchemaNode[] choices = [.. types.Select(type => Read(schema, type, path, depth))];
        return choices.Length == 1 ? choices[0] : new AnyOfNode(choices);
    }

    private static SchemaNode Read(JsonElement schema, string type, string path, int depth) => type switch
    {
        "object" => ReadObject(schema, path, depth),
        "array" => new ArrayNode(schema.TryGetProperty("items", out JsonElement items)
            ? Read(items, $"{path}/items", depth + 1)
            : throw new JsonSchemaException(path, "an array needs `items`.")),
        "string" => new StringNode(),
        "number" => new NumberNode(Integer: false),
        "integer" => new NumberNode(Integer: true),
        "boolean" => new AnyOfNode([new LiteralNode("true"), new LiteralNode("false")]),
        "null" => new LiteralNode("null"),
        _ => throw new JsonSchemaException(path, $"`type` \"{type}\" is none of JSON's."),
    };

    private static ObjectNode ReadObject(JsonElement schema, string path, int depth)
    {
        if (schema.TryGetProperty("additionalProperties", out JsonElement more)
            && more.ValueKind is not (JsonValueKind.False or JsonValueKind.True))
        {
            throw new JsonSchemaException(path, "`additionalProperties` with a schema is not supported; `false` is.");
        }

        HashSet<string> required = [];
        if (schema.TryGetProperty("required", out JsonElement names))
        {
            required = names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
                ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
                : throw new JsonSchemaException(path, "`required` is a list of names.");
        }

        List<PropertyNode> properties = [];
        if (schema.TryGetProperty("properties", out JsonElement listed))
        {
            if (listed.ValueKind != JsonValueKind.Object)
            {
                throw new JsonSchemaException(path, "`properties` is an object of schemas.");
            }

            foreach (JsonProperty property in listed.EnumerateObject())
            {
                SchemaNode value = Read(property.Value, $"{path}/properties/{property.Name}", depth + 1);
                if (properties.Exists(known => known.Name == property.Name))
                {
                    throw new JsonSchemaException(path, $"`properties` names \"{property.Name}\" twice.");
                }

                properties.Add(new(property.Name, value, required.Remove(property.Name)));
            }
        }

        return required.Count == 0
            ? new(properties)
            : throw new JsonSchemaException(path, $"`required` names \"{required.First()}\", which is not among `properties`.");
    }

    private static string[] Types(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            throw new JsonSchemaException(path, "`type`, `enum` or `const` is missing.");
        }

        return type.ValueKind switch
        {
            JsonValueKind.String => [type.GetString()!],
            JsonValueKind.Array when type.GetArrayLength() > 0 && type.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
                [.. type.EnumerateArray().Select(one => one.GetString()!)],
            _ => throw new JsonSchemaException(path, "`type` is a name or a list of names."),
        };
    }

    private static string[] KeywordsOf(string type) => type switch
    {
        "object" => ["properties", "required", "additionalProperties"],
        "array" => ["items"],
        _ => [],
    };

    private static void Allow(JsonElement schema, string path, params string[] keywords)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (!keywords.Contains(keyword.Name, StringComparer.Ordinal) && !s_annotations.Contains(keyword.Name))
            {
                throw new JsonSchemaException(path, $"`{keyword.Name}` is not supported here.");
            }
        }
    }
}
