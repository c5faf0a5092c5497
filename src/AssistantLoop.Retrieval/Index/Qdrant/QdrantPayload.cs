using AssistantLoop.Storage.Documents;
using Qdrant.Client.Grpc;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>What a point carries of its passage, and the conditions on it. The text stays in the database alone.</summary>
internal static class QdrantPayload
{
    public const string Tenant = "tenant";
    public const string Passage = "passage";
    public const string Path = "path";
    public const string PathStart = "path_start";
    public const string Collection = "collection";
    public const string Language = "language";
    public const string Metadata = "metadata";

    /// <summary>Fills in all but the tenant.</summary>
    public static void Write(IDictionary<string, Value> payload, AddedPassage passage)
    {
        payload[Passage] = passage.Id;
        payload[Path] = passage.Path;
        payload[PathStart] = PathStarts(passage.Path).Select(start => (Value)start).ToArray();
        payload[Collection] = passage.Collection;
        payload[Metadata] = passage.Metadata.Select(value => (Value)Entry(value.Key, value.Value)).ToArray();
        if (passage.Language is { } language)
        {
            payload[Language] = language;
        }
    }

    /// <summary>What the filter asks for.</summary>
    public static IEnumerable<Condition> Conditions(PassageFilter filter)
    {
        if (filter.Language is { } language)
        {
            yield return Is(Language, language);
        }

        if (filter.Collection is { } collection)
        {
            yield return Is(Collection, collection);
        }

        if (!string.IsNullOrEmpty(filter.PathPrefix))
        {
            yield return global::Qdrant.Client.Grpc.Conditions.Match(PathStart, PathStarts(filter.PathPrefix).Last());
        }

        foreach ((string name, string value) in filter.Metadata)
        {
            yield return Is(Metadata, Entry(name, value));
        }
    }

    /// <summary>
    /// A hash of each of the path's beginnings, in order, since Qdrant has no condition "begins with": FNV-1a of 64 bits,
    /// of which each step is the hash so far. What it wrongly takes for equal is left out after the passages are read.
    /// </summary>
    private static IEnumerable<long> PathStarts(string path)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in path)
        {
            hash = unchecked((hash ^ unit) * 1099511628211);
            yield return unchecked((long)hash);
        }
    }

    /// <summary>One text for name and value, which no other two give.</summary>
    private static string Entry(string name, string value) =>
        $"{name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("=", @"\=", StringComparison.Ordinal)}={value}";

    private static Condition Is(string field, string keyword) =>
        global::Qdrant.Client.Grpc.Conditions.MatchKeyword(field, keyword);
}
