using System.Text.Json.Nodes;

namespace QdrantServer;

/// <summary>Which request does what.</summary>
internal static class Endpoints
{
    public static JsonNode Answer(Catalogue catalogue, ServedRequest request)
    {
        string[] path = [.. request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        string method = request.Method;
        JsonNode? body = request.Body;
        lock (catalogue)
        {
            return (method, path) switch
            {
                ("GET", []) => new JsonObject { ["title"] = "qdrant - vector search engine", ["version"] = "1.18.0" },
                ("GET", ["collections"]) => Reply(catalogue.ListCollections()),
                ("GET", ["aliases"]) => Reply(catalogue.ListAliases()),
                ("POST", ["collections", "aliases"]) =>
                    Reply(catalogue.ChangeAliases(BodySchema.Check("ChangeAliasesOperation", body))),
                ("GET", ["collections", var name, "exists"]) =>
                    Reply(new JsonObject { ["exists"] = catalogue.Exists(name) }),
                ("PUT", ["collections", var name]) =>
                    Reply(catalogue.Create(name, BodySchema.Check("CreateCollection", body))),
                ("DELETE", ["collections", var name]) => Reply(catalogue.Delete(name)),
                ("PUT", ["collections", var name, "index"]) =>
                    Updated(catalogue.Find(name).AddIndex(BodySchema.Check("CreateFieldIndex", body))),
                ("PUT", ["collections", var name, "points"]) =>
                    Updated(catalogue.Find(name).Upsert(BodySchema.Check("PointsList", body))),
                ("POST", ["collections", var name, "points", "delete"]) =>
                    Updated(catalogue.Find(name).Delete(BodySchema.Check("PointsSelector", body))),
                ("POST", ["collections", var name, "points", "count"]) =>
                    Reply(new JsonObject { ["count"] = catalogue.Find(name).Count(BodySchema.Check("CountRequest", body)) }),
                ("POST", ["collections", var name, "points", "query", "batch"]) =>
                    Reply(catalogue.Find(name).Query(BodySchema.Check("QueryRequestBatch", body))),
                _ => throw new RefusedException(404, $"{method} {request.Path} is not served"),
            };
        }
    }

    private static JsonObject Reply(JsonNode result) =>
        new() { ["result"] = result, ["status"] = "ok", ["time"] = 0.001 };

    private static JsonObject Updated(long operation) =>
        Reply(new JsonObject { ["operation_id"] = operation, ["status"] = "completed" });
}
