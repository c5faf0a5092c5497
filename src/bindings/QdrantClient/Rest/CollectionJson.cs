using System.Text.Json;
using Qdrant.Client.Grpc;

namespace Qdrant.Client.Rest;

/// <summary>Bodies of requests on collections, their indexes and aliases.</summary>
internal static class CollectionJson
{
    public static void Write(Utf8JsonWriter json, VectorParamsMap? vectors, SparseVectorConfig? sparse)
    {
        json.WriteStartObject();
        json.WriteStartObject("vectors");
        foreach ((string name, VectorParams config) in vectors?.Map.AsEnumerable() ?? [])
        {
            json.WriteStartObject(name);
            json.WriteNumber("size", config.Size);
            json.WriteString("distance", config.Distance.ToString());
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("sparse_vectors");
        foreach ((string name, SparseVectorParams config) in sparse?.Map.AsEnumerable() ?? [])
        {
            json.WriteStartObject(name);
            json.WriteString("modifier", config.Modifier == Modifier.Idf ? "idf" : "none");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteIndex(
        Utf8JsonWriter json, string field, PayloadSchemaType type, PayloadIndexParams? parameters)
    {
        json.WriteStartObject();
        json.WriteString("field_name", field);
        json.WriteStartObject("field_schema");
        json.WriteString("type", type == PayloadSchemaType.Integer ? "integer" : "keyword");
        if (parameters?.KeywordIndexParams is { } keyword)
        {
            json.WriteBoolean("is_tenant", keyword.IsTenant);
        }

        if (parameters?.IntegerIndexParams is { } integer)
        {
            json.WriteBoolean("lookup", integer.Lookup);
            json.WriteBoolean("range", integer.Range);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteAliases(Utf8JsonWriter json, IReadOnlyList<AliasOperations> operations)
    {
        json.WriteStartObject();
        json.WriteStartArray("actions");
        foreach (AliasOperations operation in operations)
        {
            json.WriteStartObject();
            if (operation.CreateAlias is { } create)
            {
                json.WriteStartObject("create_alias");
                json.WriteString("collection_name", create.CollectionName);
                json.WriteString("alias_name", create.AliasName);
            }
            else if (operation.DeleteAlias is { } delete)
            {
                json.WriteStartObject("delete_alias");
                json.WriteString("alias_name", delete.AliasName);
            }
            else
            {
                throw new ArgumentException("An alias operation says what to do", nameof(operations));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
