using System.Text.Json;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>
/// A JSON schema of the few keywords that suites need: type, required, properties, enum, items, additionalProperties.
/// Any other keyword but title and description is refused, as nothing would check it.
/// </summary>
public sealed class JsonShape
{
    private static readonly string[] s_types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private readonly string[] _types = [];
    private readonly string[] _required = [];
    private readonly Dictionary<string, JsonShape> _properties = [];
    private readonly JsonElement[]? _values;
    private readonly JsonShape? _items;
    private readonly JsonShape? _others;
    private readonly bool _closed;

    private JsonShape(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("a schema must be a JSON object");
        }

        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            JsonElement value = keyword.Value;
            switch (keyword.Name)
            {
                case "type":
                    _types = [.. (value.ValueKind == JsonValueKind.Array ? Texts(value) : [value.GetString()!]).Select(Known)];
                    break;
                case "required":
                    _required = [.. Texts(value)];
                    break;
                case "properties":
                    _properties = value.EnumerateObject().ToDictionary(entry => entry.Name, entry => new JsonShape(entry.Value));
                    break;
                case "enum":
                    _values = [.. value.EnumerateArray().Select(entry => entry.Clone())];
                    break;
                case "items":
                    _items = new(value);
                    break;
                case "additionalProperties":
                    _closed = value.ValueKind == JsonValueKind.False;
                    _others = value.ValueKind == JsonValueKind.Object ? new(value) : null;
                    break;
                case "title" or "description":
                    break;
                default:
                    throw new FormatException($"the schema's keyword '{keyword.Name}' is not supported");
            }
        }
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It is not JSON, or says what cannot be checked here.</exception>
    public static JsonShape Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the schema is malformed: {error.Message}", error);
        }
    }

    /// <summary>The first fault of a value, with its place, or null where it has this shape.</summary>
    public string? FaultOf(JsonElement value, string at = "$")
    {
        if (_types.Length > 0 && !Array.Exists(_types, type => Is(value, type)))
        {
            return $"{at} is not of type {string.Join(" or ", _types)}";
        }

        if (_values is not null && !Array.Exists(_values, allowed => JsonElement.DeepEquals(allowed, value)))
        {
            return $"{at} is none of the allowed values";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => FaultOfObject(value, at),
            JsonValueKind.Array when _items is not null => value.EnumerateArray()
                .Select((item, index) => _items.FaultOf(item, $"{at}[{index}]")).FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }

    private string? FaultOfObject(JsonElement value, string at)
    {
        if (Array.Find(_required, name => !value.TryGetProperty(name, out _)) is { } missing)
        {
            return $"{at}.{missing} is missing";
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            string place = $"{at}.{property.Name}";
            bool named = _properties.TryGetValue(property.Name, out JsonShape? shape);
            if (!named && _closed)
            {
                return $"{place} is not allowed";
            }

            if ((named ? shape : _others)?.FaultOf(property.Value, place) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
            && number == decimal.Truncate(number),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(entry => entry.GetString()!);

    private static string Known(string type) =>
        s_types.Contains(type) ? type : throw new FormatException($"the schema's type '{type}' is unknown");
}
