using System.Text.Json;

namespace AssistantLoop.Models.Files;

/// <summary>
/// Reads named fields of one JSON object; every fault is a <see cref="ModelFormatException"/> that names the file
/// and the field. A field that is absent or null counts as missing.
/// </summary>
internal sealed class JsonFields(string path, JsonElement element, string prefix)
{
    /// <summary>Parses a whole JSON file whose root is an object.</summary>
    public static JsonFields Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "the file is missing.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ModelFormatException(path, "the file cannot be read: access denied.", error);
        }

        return Parse(path, bytes);
    }

    /// <summary>Parses JSON bytes read from <paramref name="path"/>.</summary>
    public static JsonFields Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.Span.StartsWith(mark) ? bytes[3..] : bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonFields(path, document.RootElement.Clone(), "")
                : throw new ModelFormatException(path, "the file must hold a JSON object.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"not valid JSON: {error.Message}", error);
        }
    }

    public string Path => path;

    public JsonElement Element => element;

    public JsonElement? Find(string name)
    {
        try
        {
            return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(path, "a name in the JSON is not valid Unicode text.", error);
        }
    }

    public JsonFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new JsonFields(path, value, $"{prefix}{name}."),
        { } value => throw Wrong(name, "an object", value),
    };

    public int Integer(string name, int least, int most) =>
        OptionalInteger(name, least, most) ?? throw Missing(name);

    public int? OptionalInteger(string name, int least, int most) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value
            when value.TryGetInt32(out int number) && number >= least && number <= most
            => number,
        { } value => throw Wrong(name, $"a whole number from {least} to {most}", value),
    };

    public double? OptionalNumber(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) && double.IsFinite(number)
            => number,
        { } value => throw Wrong(name, "a number", value),
    };

    public bool Flag(string name, bool missing) => Find(name) switch
    {
        null => missing,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Wrong(name, "true or false", value),
    };

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => StringOf(value, name),
        { } value => throw Wrong(name, "a text", value),
    };

    public IReadOnlyList<string>? OptionalTexts(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value
            when value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            => [.. value.EnumerateArray().Select(e => StringOf(e, name))],
        { } value => throw Wrong(name, "a list of texts", value),
    };

    /// <summary>A field that holds one token id or a list of them; empty where it is missing.</summary>
    public IReadOnlyList<int> TokenIds(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int id) && id >= 0 => [id],
        { ValueKind: JsonValueKind.Array } value
            when value.EnumerateArray().All(
                e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out int id) && id >= 0)
            => [.. value.EnumerateArray().Select(e => e.GetInt32())],
        { } value => throw Wrong(name, "a token id or a list of token ids", value),
    };

    public ModelFormatException Missing(string name) => new(path, $"`{prefix}{name}` is missing.");

    public ModelFormatException Wrong(string name, string expected, JsonElement found) =>
        Wrong(name, expected, Shorten(found.GetRawText()));

    public ModelFormatException Wrong(string name, string expected, string found) =>
        new(path, $"`{prefix}{name}` must be {expected}; found {found}.");

    /// <summary>The name of a property; one that is not valid Unicode is refused.</summary>
    public static string NameOf(string path, JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(path, "a name in the JSON is not valid Unicode text.", error);
        }
    }

    private string StringOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException error)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw new ModelFormatException(path, $"`{prefix}{name}` is not valid Unicode text.", error);
        }
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..60] + "…";
    }
}
