using System.Globalization;
using System.Text.Json;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Reads JSON lines: an object a line becomes a section; objects within it are fields "outer.inner".</summary>
internal static class JsonLinesReader
{
    private const int MostFields = 256;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    public static ParsedDocument Read(string text)
    {
        BlockWriter writer = new(title: null);
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (!line.IsWhiteSpace())
            {
                AddLine(line.ToString(), number, writer);
            }
        }

        return new() { Blocks = writer.Blocks };
    }

    private static void AddLine(string line, int number, BlockWriter writer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line, s_options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new DocumentRefusedException($"line {number} is no JSON object");
            }

            List<(string Name, string Value)> fields = [];
            Flatten("", json.RootElement, fields, number);
            FieldSection.Add(
                writer, fields, FieldRoles.Of([.. fields.Select(field => field.Name)]),
                string.Create(CultureInfo.InvariantCulture, $"line-{number}"));
        }
        catch (JsonException error)
        {
            throw new DocumentRefusedException($"line {number} is not JSON: {error.Message}", error);
        }
    }

    private static void Flatten(string name, JsonElement value, List<(string Name, string Value)> fields, int number)
    {
        if (fields.Count >= MostFields)
        {
            throw new DocumentRefusedException($"line {number} has more than {MostFields} fields");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty field in value.EnumerateObject())
                {
                    Flatten(name.Length == 0 ? field.Name : $"{name}.{field.Name}", field.Value, fields, number);
                }

                break;
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)):
                fields.Add((name, string.Join(", ", value.EnumerateArray().Select(item => item.ToString()))));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Flatten(name, item, fields, number);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                fields.Add((name, value.ToString()));
                break;
        }
    }
}
