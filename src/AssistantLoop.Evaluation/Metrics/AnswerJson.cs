using System.Text;
using System.Text.Json;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Metrics;

/// <summary>The JSON in an answer: the answer as a whole, or the first value that stands in it.</summary>
internal static class AnswerJson
{
    /// <summary>Places looked at; an answer of brackets alone would else take quadratic time.</summary>
    private const int MostPlaces = 16;

    /// <summary>Whether the answer is JSON of a shape; text around it does not count, a code fence does not matter.</summary>
    public static bool Fits(string answer, JsonShape shape)
    {
        string text = answer.Trim();
        if (text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.Length > 6)
        {
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..^3];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return shape.FaultOf(document.RootElement) is null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The name of the first valid action in the answer, or null. The arguments stand beside the name, as prompts offer
    /// actions, {"action": "cancel_order", "order": "4711"}, or within an object "arguments".
    /// </summary>
    public static string? ActionIn(string answer, IReadOnlyList<ActionShape> allowed)
    {
        byte[] text = Encoding.UTF8.GetBytes(answer);
        int place = -1;
        for (int places = 0; places < MostPlaces; places++)
        {
            int next = text.AsSpan(place + 1).IndexOf((byte)'{');
            if (next < 0)
            {
                return null;
            }

            place += 1 + next;
            if (ActionAt(text.AsSpan(place), allowed) is { } action)
            {
                return action;
            }
        }

        return null;
    }

    private static string? ActionAt(ReadOnlySpan<byte> text, IReadOnlyList<ActionShape> allowed)
    {
        Utf8JsonReader reader = new(text);
        try
        {
            using JsonDocument value = JsonDocument.ParseValue(ref reader);
            JsonElement root = value.RootElement;
            string? name = root.TryGetProperty("action", out JsonElement action) && action.ValueKind == JsonValueKind.String
                ? action.GetString()
                : null;
            if (allowed.FirstOrDefault(entry => entry.Name == name) is not { } shape)
            {
                return null;
            }

            return shape.Arguments?.FaultOf(ArgumentsOf(root)) is null ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement ArgumentsOf(JsonElement said) =>
        said.TryGetProperty("arguments", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object
            ? inner
            : JsonSerializer.SerializeToElement(said.EnumerateObject()
                .Where(property => property.Name != "action")
                .ToDictionary(property => property.Name, property => property.Value));
}
