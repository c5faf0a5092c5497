using System.Text.Json;
using AssistantLoop.Models;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>A retailer's guidelines: the heading of a procedure with its steps.</summary>
internal static class GuidelinePairs
{
    public static PairSource? Read(string folder, double weight)
    {
        string path = Path.Combine(folder, "abcd-guidelines.json");
        if (!File.Exists(path)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            TextPair[] pairs = [.. document.RootElement.EnumerateObject().SelectMany(FlowPairs)];
            return PairSource.Of("guidelines", weight, pairs, heldOutEvery: 10);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFormatException(path, $"not guidelines: {error.Message}", error);
        }
    }

    private static IEnumerable<TextPair> FlowPairs(JsonProperty flow) =>
        flow.Value.GetProperty("subflows").EnumerateObject().SelectMany(subflow => StepsOf(subflow.Value)
            .Select(step => new TextPair(
                $"{flow.Name}: {subflow.Name}", step, PairSource.GroupOf($"{flow.Name}: {subflow.Name}"))));

    private static IEnumerable<string> StepsOf(JsonElement subflow)
    {
        foreach (JsonElement action in subflow.GetProperty("actions").EnumerateArray())
        {
            string[] more = [.. action.GetProperty("subtext").EnumerateArray().Select(text => text.GetString() ?? "")];
            yield return $"{action.GetProperty("text").GetString()} {string.Join(' ', more)}".Trim();
        }

        foreach (JsonElement instruction in subflow.GetProperty("instructions").EnumerateArray())
        {
            yield return instruction.GetString() ?? "";
        }
    }
}
