using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace AssistantLoop.Chat.Actions;

/// <summary>An action that the model proposes, its arguments checked.</summary>
/// <param name="Action">The action.</param>
/// <param name="Arguments">What it is to be done with.</param>
/// <param name="Raw">What the model said.</param>
public sealed record ActionProposal(ActionDeclaration Action, JsonObject Arguments, string Raw)
{
    private const int LongestValue = 500;

    /// <summary>
    /// Reads an answer of the trained form, {"action": "track_order", "order": "4711"}; arguments within an "arguments" object
    /// are read too.
    /// </summary>
    /// <param name="answer">The whole answer.</param>
    /// <param name="actions">The declared actions.</param>
    /// <param name="problem">Why it is none, where it looks like one.</param>
    /// <returns>Null where the answer is no proposal, or one that must be dropped.</returns>
    public static ActionProposal? Read(string answer, IReadOnlyList<ActionDeclaration> actions, out string? problem)
    {
        problem = null;
        JsonObject? said = Parse(answer);
        if (said is null || said["action"] is not JsonValue name || !name.TryGetValue(out string? called))
        {
            problem = "the JSON names no action";
            return null;
        }

        if (actions.FirstOrDefault(action => action.Name == called) is not { } action)
        {
            problem = $"there is no action {called}";
            return null;
        }

        JsonObject arguments = said["arguments"] is JsonObject inner && !action.Fields.Contains("arguments")
            ? (JsonObject)inner.DeepClone()
            : new(said.Where(pair => pair.Key != "action").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        problem = Fault(action, arguments);
        return problem is null ? new(action, arguments, answer.Trim()) : null;
    }

    /// <summary>What the assistant asks before it is done.</summary>
    public string Question()
    {
        string text = Action.Confirm;
        foreach ((string name, JsonNode? value) in Arguments)
        {
            text = text.Replace($"{{{name}}}", TextOf(value), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>An argument as people read it.</summary>
    public static string TextOf(JsonNode? value)
    {
        string text = value is JsonValue single && single.TryGetValue(out string? said) ? said : value?.ToJsonString() ?? "";
        text = text.ReplaceLineEndings(" ");
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }

    private static string? Fault(ActionDeclaration action, JsonObject arguments)
    {
        // What the declaration writes in place of a value is no value.
        if (arguments.Any(pair => TextOf(pair.Value) is "" or "…" or "..."))
        {
            return "an argument is left open";
        }

        string[] unknown = [.. arguments.Select(pair => pair.Key).Except(action.Fields)];
        if (unknown.Length > 0)
        {
            return $"{action.Name} has no argument {unknown[0]}";
        }

        EvaluationResults results = action.Schema.Evaluate(
            JsonSerializer.SerializeToElement(arguments), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? null
            : (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
                .Select(detail => $"{detail.InstanceLocation}: {detail.Errors!.First().Value}").FirstOrDefault() ?? "the arguments do not fit";
    }

    private static JsonObject? Parse(string answer)
    {
        try
        {
            return JsonNode.Parse(answer.Trim()) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
