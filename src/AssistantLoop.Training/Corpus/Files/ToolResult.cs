using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>Makes a passage's text of a knowledge-base result.</summary>
internal static class ToolResult
{
    /// <summary>"Name: Shadyside Inn; Cost: Cheap."; a message that stands alone as it is; null when empty.</summary>
    public static string? Text(string json)
    {
        using JsonDocument? document = Parse(json);
        if (document?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        List<(string Key, string Value)> fields = [.. document.RootElement.EnumerateObject()
            .Where(field => field.Name is not ("APIName" or "id"))
            .Select(field => (Spaced(field.Name), Plain(field.Value)))
            .Where(field => field.Item2.Length > 0)];
        return fields switch
        {
            [] => null,
            [("Message", var message)] => CleanText.Sentences(message),
            _ => string.Join("; ", fields.Select(field => $"{field.Key}: {field.Value.TrimEnd('.')}")) + ".",
        };
    }

    /// <summary>Whether an answer takes at least half of its telling words, and two of them, from the text.</summary>
    public static bool Supports(string text, string answer)
    {
        HashSet<string> source = [.. Telling(text)];
        List<string> said = [.. Telling(answer)];
        int shared = said.Count(source.Contains);
        return shared >= 2 && 2 * shared >= said.Count;
    }

    private static IEnumerable<string> Telling(string text) =>
        text.ToLowerInvariant()
            .Split([' ', ',', '.', ':', ';', '?', '!', '"', '$'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 4 || word.Any(char.IsDigit)).Distinct();

    private static JsonDocument? Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => CleanText.Line(value.GetString() ?? ""),
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Plain)),
        _ => "",
    };

    /// <summary>"TakesReservations" is "Takes reservations".</summary>
    private static string Spaced(string name)
    {
        var spaced = new StringBuilder();
        foreach (char letter in name)
        {
            bool begins = spaced.Length > 0 && char.IsAsciiLetterUpper(letter);
            spaced.Append(begins ? " " + char.ToLowerInvariant(letter) : letter);
        }

        return spaced.ToString();
    }
}
