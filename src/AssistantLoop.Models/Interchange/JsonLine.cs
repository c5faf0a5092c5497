using System.Text.Json;

namespace AssistantLoop.Models.Interchange;

/// <summary>One parsed line; faults name the file, the line (where it has a number) and the field.</summary>
internal sealed class JsonLine(string path, int? number, JsonElement root)
{
    public bool Has(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out _);

    public bool Flag(string name) => Field(root, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Fault($"`{name}` must be true or false."),
    };

    /// <summary>
    /// The messages at a field, or at a dotted path of two; never empty. Where a plain text may stand instead, it is one
    /// message of <paramref name="textRole"/>.
    /// </summary>
    public IReadOnlyList<SampleMessage> Messages(string name, string? textRole = null)
    {
        JsonElement at = root;
        foreach (string part in name.Split('.'))
        {
            at = Field(at, part) ?? throw Fault($"`{name}` is missing.");
        }

        if (textRole is not null && at.ValueKind == JsonValueKind.String)
        {
            return [new SampleMessage(textRole, at.GetString()!)];
        }

        if (at.ValueKind != JsonValueKind.Array || at.GetArrayLength() == 0)
        {
            throw Fault($"`{name}` must be a list of at least one message.");
        }

        return [.. at.EnumerateArray().Select((message, index) => Message(message, $"{name}[{index}]"))];
    }

    /// <summary>A field that holds exactly one message, the assistant's, or its text alone.</summary>
    public SampleMessage Answer(string name) => Messages(name, SampleMessage.Assistant) is [{ Role: SampleMessage.Assistant } only]
        ? only
        : throw Fault($"`{name}` must hold exactly one message, with role assistant.");

    public ModelFormatException Fault(string problem) =>
        new(path, number is { } line ? $"line {line}: {problem}" : problem);

    private SampleMessage Message(JsonElement message, string where)
    {
        string role = Text(message, "role", where);
        if (role is not (SampleMessage.System or SampleMessage.User or SampleMessage.Assistant or SampleMessage.Tool))
        {
            throw Fault($"`{where}.role` must be system, user, assistant or tool; found \"{role}\".");
        }

        return new SampleMessage(role, Text(message, "content", where)) { Weight = Weight(message, role, where) };
    }

    private int? Weight(JsonElement message, string role, string where)
    {
        if (Field(message, "weight") is not JsonElement value || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return role == SampleMessage.Assistant && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int weight) && weight is 0 or 1
            ? value.GetInt32()
            : throw Fault($"`{where}.weight` must be 0 or 1 and stand on an assistant message.");
    }

    private string Text(JsonElement message, string name, string where) =>
        Field(message, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is string text
            ? text
            : throw Fault($"`{where}.{name}` must be a text.");

    private static JsonElement? Field(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out JsonElement value) ? value : null;
}
