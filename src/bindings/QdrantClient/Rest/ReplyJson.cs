using System.Text.Json;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Rest;

/// <summary>Reads the HTTP API's answers: {"result": …, "status": "ok", "time": seconds}.</summary>
internal static class ReplyJson
{
    public static JsonElement Result(this JsonDocument reply) => reply.RootElement.GetProperty("result");

    public static UpdateResult Update(JsonDocument reply)
    {
        JsonElement result = reply.Result();
        return new()
        {
            OperationId = result.GetProperty("operation_id").GetUInt64(),
            Status = result.GetProperty("status").GetString() switch
            {
                "acknowledged" => UpdateStatus.Acknowledged,
                "completed" => UpdateStatus.Completed,
                _ => UpdateStatus.UnknownUpdateStatus,
            },
        };
    }

    public static IReadOnlyList<BatchResult> Batch(JsonDocument reply) =>
    [
        .. reply.Result().EnumerateArray().Select(found => new BatchResult
        {
            Result = { found.GetProperty("points").EnumerateArray().Select(Point) },
        }),
    ];

    private static ScoredPoint Point(JsonElement point)
    {
        JsonElement id = point.GetProperty("id");
        ScoredPoint read = new()
        {
            Id = id.ValueKind == JsonValueKind.Number ? new() { Num = id.GetUInt64() } : new() { Uuid = id.GetString()! },
            Score = point.GetProperty("score").GetSingle(),
            Version = point.GetProperty("version").GetUInt64(),
        };
        if (point.TryGetProperty("payload", out JsonElement payload) && payload.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in payload.EnumerateObject())
            {
                read.Payload[field.Name] = Read(field.Value);
            }
        }

        return read;
    }

    private static Value Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out long integer) => integer,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(Read).ToArray(),
        _ => new Value(),
    };
}
