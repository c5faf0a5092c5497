using System.Text.Json;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>What filters look at; passages of one document share it.</summary>
internal sealed record PassageAttributes(
    string Path, string Language, string Collection, IReadOnlyDictionary<string, string> Metadata)
{
    public static PassageAttributes Of(AddedPassage passage) =>
        new(passage.Path, passage.Language ?? "", passage.Collection, passage.Metadata);

    /// <summary>Equal for equal attributes.</summary>
    public string Key() => JsonSerializer.Serialize(
        new[] { Path, Language, Collection }.Concat(
            Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value })));

    public bool Meet(PassageFilter filter) =>
        (filter.Language is null || filter.Language == Language)
        && (filter.Collection is null || filter.Collection == Collection)
        && (filter.PathPrefix is null || Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal))
        && filter.Metadata.All(pair => Metadata.TryGetValue(pair.Key, out string? value) && value == pair.Value);
}
