using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>A collection's points, kept in memory and searched exactly.</summary>
internal sealed class Collection(JsonObject config)
{
    private readonly Dictionary<string, Point> _points = [];
    private long _operation;

    public long AddIndex(JsonObject body)
    {
        _ = body["field_name"]!.GetValue<string>();
        return ++_operation;
    }

    public long Upsert(JsonObject body)
    {
        List<Point> points = [.. body["points"]!.AsArray().Select(point => Read(point!.AsObject()))];
        foreach (Point point in points)
        {
            _points[point.Key] = point;
        }

        return ++_operation;
    }

    public long Delete(JsonObject body)
    {
        HashSet<string>? ids = body["points"]?.AsArray().Select(id => id!.ToJsonString()).ToHashSet();
        foreach (Point point in _points.Values.ToList())
        {
            if (ids?.Contains(point.Key) ?? Filters.Hold(body["filter"], point))
            {
                _points.Remove(point.Key);
            }
        }

        return ++_operation;
    }

    public long Count(JsonObject body) => _points.Values.Count(point => Filters.Hold(body["filter"], point));

    public JsonArray Query(JsonObject body) => new([.. body["searches"]!.AsArray().Select(search => new JsonObject
    {
        ["points"] = new JsonArray([.. Search(search!.AsObject())]),
    })]);

    private IEnumerable<JsonNode> Search(JsonObject search)
    {
        string name = search["using"]?.GetValue<string>() ?? "";
        JsonNode query = search["query"] ?? throw new RefusedException(422, "this server answers nearest queries alone");
        Func<Point, double?> score = query is JsonArray dense
            ? Vectors.Cosine(Vectors.Dense(config, name, dense), name)
            : Vectors.Sparse(config, name, query.AsObject(), _points.Values);
        double threshold = search["score_threshold"]?.GetValue<double>() ?? double.NegativeInfinity;
        int limit = search["limit"]?.GetValue<int>() ?? 10;
        if (limit < 1)
        {
            throw new RefusedException(422, "Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]");
        }

        return _points.Values
            .Where(point => Filters.Hold(search["filter"], point))
            .Select(point => (Point: point, Score: score(point)))
            .Where(found => found.Score >= threshold)
            .OrderByDescending(found => found.Score)
            .Take(limit)
            .Select(found => new JsonObject
            {
                ["id"] = found.Point.Id.DeepClone(),
                ["version"] = found.Point.Version,
                ["score"] = (float)found.Score!.Value,
                ["payload"] = Payload(found.Point.Payload, search["with_payload"]),
            });
    }

    private Point Read(JsonObject point)
    {
        JsonNode id = point["id"]!;
        if (id.GetValueKind() == System.Text.Json.JsonValueKind.String && !Guid.TryParse(id.GetValue<string>(), out _))
        {
            throw new RefusedException(400, $"Format error in JSON body: value {id} is not a valid point ID");
        }

        JsonObject vectors = point["vector"]!.AsObject();
        foreach ((string name, JsonNode? vector) in vectors)
        {
            Vectors.Check(config, name, vector!);
        }

        return new(id, vectors, point["payload"]?.AsObject() ?? [], _operation + 1);
    }

    private static JsonNode? Payload(JsonObject payload, JsonNode? wanted) => wanted switch
    {
        JsonArray fields => new JsonObject(payload
            .Where(field => fields.Any(name => name!.GetValue<string>() == field.Key))
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))),
        JsonValue all when all.GetValue<bool>() => payload.DeepClone(),
        _ => null,
    };
}
