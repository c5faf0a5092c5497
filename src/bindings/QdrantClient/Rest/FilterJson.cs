using System.Text.Json;
using Google.Protobuf.Collections;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Rest;

/// <summary>Filters, and bodies that hold little else.</summary>
internal static class FilterJson
{
    public static void WriteBody(Utf8JsonWriter json, Filter filter)
    {
        json.WriteStartObject();
        json.WritePropertyName("filter");
        Write(json, filter);
        json.WriteEndObject();
    }

    public static void WriteCount(Utf8JsonWriter json, Filter? filter, bool exact)
    {
        json.WriteStartObject();
        if (filter is not null)
        {
            json.WritePropertyName("filter");
            Write(json, filter);
        }

        json.WriteBoolean("exact", exact);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Filter filter)
    {
        json.WriteStartObject();
        WriteList(json, "should", filter.Should);
        WriteList(json, "must", filter.Must);
        WriteList(json, "must_not", filter.MustNot);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, RepeatedField<Condition> conditions)
    {
        if (conditions.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (Condition condition in conditions)
        {
            WriteCondition(json, condition);
        }

        json.WriteEndArray();
    }

    private static void WriteCondition(Utf8JsonWriter json, Condition condition)
    {
        if (condition.Filter is { } filter)
        {
            Write(json, filter);
            return;
        }

        json.WriteStartObject();
        if (condition.HasId is { } hasId)
        {
            json.WriteStartArray("has_id");
            foreach (PointId id in hasId.HasId)
            {
                PointJson.WriteId(json, id);
            }

            json.WriteEndArray();
        }
        else if (condition.Field is { Match: { } match } field)
        {
            json.WriteString("key", field.Key);
            WriteMatch(json, match);
        }
        else if (condition.Field is { Range: { } range } ranged)
        {
            json.WriteString("key", ranged.Key);
            WriteRange(json, range);
        }
        else
        {
            throw new ArgumentException("A condition says what must hold", nameof(condition));
        }

        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, Grpc.Range range)
    {
        json.WriteStartObject("range");
        if (range.HasGt)
        {
            json.WriteNumber("gt", range.Gt);
        }

        if (range.HasLte)
        {
            json.WriteNumber("lte", range.Lte);
        }

        json.WriteEndObject();
    }

    private static void WriteMatch(Utf8JsonWriter json, Match match)
    {
        json.WriteStartObject("match");
        if (match.Keywords is { } keywords)
        {
            json.WriteStartArray("any");
            foreach (string keyword in keywords.Strings)
            {
                json.WriteStringValue(keyword);
            }

            json.WriteEndArray();
        }
        else if (match.HasInteger)
        {
            json.WriteNumber("value", match.Integer);
        }
        else
        {
            json.WriteString("value", match.Keyword);
        }

        json.WriteEndObject();
    }
}
