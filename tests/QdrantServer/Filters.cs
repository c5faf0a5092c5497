using System.Text.Json;
using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>Whether a filter holds for a point.</summary>
internal static class Filters
{
    public static bool Hold(JsonNode? filter, Point point) =>
        filter is null
        || (All(filter["must"]).All(condition => Holds(condition, point))
            && !All(filter["must_not"]).Any(condition => Holds(condition, point))
            && (!All(filter["should"]).Any() || All(filter["should"]).Any(condition => Holds(condition, point))));

    private static IEnumerable<JsonNode> All(JsonNode? conditions) => conditions switch
    {
        null => [],
        JsonArray list => list.Select(condition => condition!),
        _ => [conditions],
    };

    private static bool Holds(JsonNode condition, Point point)
    {
        if (condition["has_id"] is JsonArray ids)
        {
            return ids.Any(id => id!.ToJsonString() == point.Key);
        }

        if (condition["key"]?.GetValue<string>() is not { } key)
        {
            return Hold(condition, point);
        }

        if (condition["range"] is JsonObject range)
        {
            return Values(point.Payload[key]).Any(value => IsWithin(range, value));
        }

        JsonNode match = condition["match"]
            ?? throw new RefusedException(422, "this server knows the conditions match, range and has_id alone");
        JsonNode[] wanted = match["any"] is JsonArray any
            ? [.. any.Select(value => value!)]
            : [match["value"] ?? throw new RefusedException(422, "this server knows match value and any alone")];
        return Values(point.Payload[key]).Any(value => wanted.Any(each => JsonNode.DeepEquals(each, value)));
    }

    private static bool IsWithin(JsonObject range, JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && range.All(bound => (bound.Key, bound.Value?.GetValue<double>()) switch
        {
            (_, null) => true,
            ("gt", { } least) => value.GetValue<double>() > least,
            ("gte", { } least) => value.GetValue<double>() >= least,
            ("lt", { } most) => value.GetValue<double>() < most,
            ("lte", { } most) => value.GetValue<double>() <= most,
            _ => throw new RefusedException(422, $"a range has no {bound.Key}"),
        });

    private static JsonNode?[] Values(JsonNode? field) => field is JsonArray list ? [.. list] : [field];
}
