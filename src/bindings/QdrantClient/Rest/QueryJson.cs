using System.Text.Json;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Rest;

/// <summary>The body of a batch of queries.</summary>
internal static class QueryJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<QueryPoints> queries)
    {
        json.WriteStartObject();
        json.WriteStartArray("searches");
        foreach (QueryPoints query in queries)
        {
            json.WriteStartObject();
            WriteQuery(json, query);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, QueryPoints query)
    {
        if (query.Query?.Nearest is { } nearest)
        {
            json.WritePropertyName("query");
            PointJson.WriteVector(json, nearest.Dense, nearest.Sparse);
        }

        if (query.HasUsing)
        {
            json.WriteString("using", query.Using);
        }

        if (query.Filter is { } filter)
        {
            json.WritePropertyName("filter");
            FilterJson.Write(json, filter);
        }

        if (query.HasScoreThreshold)
        {
            json.WriteNumber("score_threshold", query.ScoreThreshold);
        }

        if (query.HasLimit)
        {
            json.WriteNumber("limit", query.Limit);
        }

        if (query.WithPayload is { Include: { } include })
        {
            json.WriteStartArray("with_payload");
            foreach (string field in include.Fields)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteBoolean("with_payload", query.WithPayload?.Enable ?? false);
        }
    }
}
