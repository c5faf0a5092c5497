using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace QdrantServer;

/// <summary>What Qdrant's documentation allows in a request's body; a field that it does not name is refused.</summary>
internal static class BodySchema
{
    private static readonly JsonObject s_definitions = Load();

    private static readonly Dictionary<string, JsonSchema> s_schemas = new[]
    {
        "CreateCollection", "CreateFieldIndex", "PointsList", "PointsSelector", "QueryRequestBatch", "CountRequest",
        "ChangeAliasesOperation",
    }.ToDictionary(name => name, Compile);

    /// <exception cref="RefusedException">The body is not allowed.</exception>
    public static JsonObject Check(string name, JsonNode? body)
    {
        EvaluationResults results = s_schemas[name].Evaluate(
            JsonSerializer.SerializeToElement(body), new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (results.IsValid && body is JsonObject allowed)
        {
            return allowed;
        }

        IEnumerable<string> errors = (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        throw new RefusedException(400, $"Format error in JSON body: {string.Join("; ", errors.Take(5))}");
    }

    private static JsonSchema Compile(string name) => JsonSchema.FromText(new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }),
        ["definitions"] = s_definitions.DeepClone(),
    }.ToJsonString());

    private static JsonObject Load()
    {
        using Stream stream = typeof(BodySchema).Assembly.GetManifestResourceStream("qdrant-bodies.schema.json")!;
        return JsonSerializer.Deserialize<JsonObject>(stream)!["definitions"]!.AsObject();
    }
}
