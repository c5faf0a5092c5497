using System.Text.Json;
using Google.Protobuf.Collections;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Rest;

/// <summary>Bodies that store points.</summary>
internal static class PointJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<PointStruct> points)
    {
        json.WriteStartObject();
        json.WriteStartArray("points");
        foreach (PointStruct point in points)
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            WriteId(json, point.Id ?? throw new ArgumentException("A point has an id", nameof(points)));
            json.WriteStartObject("vector");
            foreach ((string name, Vector vector) in point.Vectors?.Vectors_?.Vectors.AsEnumerable() ?? [])
            {
                json.WritePropertyName(name);
                WriteVector(json, vector.Dense, vector.Sparse);
            }

            json.WriteEndObject();
            json.WriteStartObject("payload");
            foreach ((string name, Value value) in point.Payload)
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteId(Utf8JsonWriter json, PointId id)
    {
        if (id.HasUuid)
        {
            json.WriteStringValue(id.Uuid);
        }
        else
        {
            json.WriteNumberValue(id.Num);
        }
    }

    public static void WriteVector(Utf8JsonWriter json, DenseVector? dense, SparseVector? sparse)
    {
        if (sparse is null)
        {
            WriteNumbers(json, (dense ?? throw new ArgumentException("A vector is dense or sparse", nameof(dense))).Data);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("indices");
        foreach (uint index in sparse.Indices)
        {
            json.WriteNumberValue(index);
        }

        json.WriteEndArray();
        json.WritePropertyName("values");
        WriteNumbers(json, sparse.Values);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, RepeatedField<float> numbers)
    {
        json.WriteStartArray();
        foreach (float number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                json.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.IntegerValue:
                json.WriteNumberValue(value.IntegerValue);
                break;
            case Value.KindOneofCase.DoubleValue:
                json.WriteNumberValue(value.DoubleValue);
                break;
            case Value.KindOneofCase.BoolValue:
                json.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.ListValue:
                json.WriteStartArray();
                foreach (Value item in value.ListValue!.Values)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
