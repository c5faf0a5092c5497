using System.Text.Json;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>A version, as clients and the command line see it.</summary>
public sealed record VersionView(
    Guid Id,
    int Number,
    string Status,
    string BaseHash,
    string? AdapterHash,
    string? DataSetHash,
    Guid? RunId,
    int? ParentNumber,
    JsonElement? Metrics,
    DateTimeOffset CreatedAt,
    string? DecidedBy,
    string? Reason,
    bool Serving,
    string PromptHash,
    string StyleHash,
    string? IndexHash,
    DateTimeOffset? PurgedAt,
    string? Generator)
{
    /// <summary>Views of versions; parents are looked up among them.</summary>
    public static IReadOnlyList<VersionView> Of(IReadOnlyList<AssistantVersion> versions) =>
        [.. versions.Select(version => Of(version, versions.FirstOrDefault(parent => parent.Id == version.ParentId)?.Number))];

    /// <summary>The view of one version.</summary>
    public static VersionView Of(AssistantVersion version, int? parentNumber = null) => new(
        version.Id,
        version.Number,
        version.Status == VersionStatus.RolledBack ? "rolled back" : version.Status.ToString().ToLowerInvariant(),
        version.BaseHash,
        version.AdapterHash,
        version.DataSetHash,
        version.RunId,
        parentNumber,
        version.Metrics is null ? null : JsonSerializer.Deserialize<JsonElement>(version.Metrics),
        version.CreatedAt,
        version.DecidedBy,
        version.Reason,
        version.Status == VersionStatus.Serving,
        version.PromptHash,
        version.StyleHash,
        version.IndexHash,
        version.PurgedAt,
        version.Generator);
}
