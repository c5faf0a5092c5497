using System.Text.Json;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>A data set in a list, as clients see it.</summary>
public sealed record DataSetView(string Hash, int TrainCount, int HeldOutCount, DateTimeOffset CreatedAt)
{
    /// <summary>The view of a data set.</summary>
    public static DataSetView Of(DataSet set) => new(set.Hash, set.TrainCount, set.HeldOutCount, set.CreatedAt);
}

/// <summary>A data set with all that is known of it.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="TrainCount">Pieces trained on.</param>
/// <param name="HeldOutCount">Pieces kept back.</param>
/// <param name="CreatedAt">When it was built.</param>
/// <param name="Manifest">How it was made; see docs/data-sets.md.</param>
/// <param name="Card">What it holds, Markdown; null where it has no card or was erased.</param>
/// <param name="Versions">The versions trained on it, the newest first.</param>
/// <param name="Erased">Whether its files went with a visitor who was erased.</param>
public sealed record DataSetDetails(
    string Hash,
    int TrainCount,
    int HeldOutCount,
    DateTimeOffset CreatedAt,
    JsonElement Manifest,
    string? Card,
    IReadOnlyList<VersionView> Versions,
    bool Erased)
{
    /// <summary>The details of a data set.</summary>
    public static DataSetDetails Of(DataSet set, IReadOnlyList<AssistantVersion> versions, string? card, bool erased) => new(
        set.Hash,
        set.TrainCount,
        set.HeldOutCount,
        set.CreatedAt,
        JsonSerializer.Deserialize<JsonElement>(set.Manifest),
        card,
        [.. versions.Select(version => VersionView.Of(version))],
        erased);
}
