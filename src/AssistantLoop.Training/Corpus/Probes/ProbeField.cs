using System.Text.Json;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>A field that a JSON answer must have.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Kind">String, number, true or false; the last two stand for each other where nothing is expected.</param>
/// <param name="Expected">The value as text; null where any will do.</param>
/// <param name="Exact">The value is exactly this; else it holds it.</param>
public sealed record ProbeField(string Name, JsonValueKind Kind, string? Expected, bool Exact)
{
    /// <summary>The kind as a JSON schema names it.</summary>
    internal string TypeName => Kind switch
    {
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "string",
    };

    /// <summary>Whether an object has the field, with a value of its kind.</summary>
    public bool FitsIn(JsonElement answer) =>
        answer.TryGetProperty(Name, out JsonElement value) && (value.ValueKind == Kind || (IsTruth(value.ValueKind) && IsTruth(Kind)));

    /// <summary>Whether the field's value is the expected one.</summary>
    public bool HoldsIn(JsonElement answer)
    {
        if (Expected is null)
        {
            return true;
        }

        string value = answer.TryGetProperty(Name, out JsonElement found) ? found.ToString() : "";
        return Exact
            ? value.Equals(Expected, StringComparison.OrdinalIgnoreCase)
            : value.Contains(Expected, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsTruth(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False;
}
