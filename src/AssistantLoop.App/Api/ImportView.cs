using System.Text.Json;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.App.Api;

/// <summary>An import, as agents see it.</summary>
/// <param name="Id">The import.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Author">Who imported it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null where it runs or was cut off.</param>
/// <param name="Totals">Its lines by what came of them.</param>
/// <param name="Problems">The first bad lines.</param>
/// <param name="UndoneAt">When it was taken back.</param>
/// <param name="UndoneBy">By whom.</param>
public sealed record ImportView(
    Guid Id,
    string FileName,
    string Sha256,
    string Author,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    ImportTotals Totals,
    IReadOnlyList<ImportProblem> Problems,
    DateTimeOffset? UndoneAt,
    string? UndoneBy)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The view of a stored import.</summary>
    public static ImportView Of(ImportRecord record) => new(
        record.Id,
        record.FileName,
        record.Sha256,
        record.Author,
        record.StartedAt,
        record.EndedAt,
        new(record.Lines, record.Added, record.Known, record.Refused),
        JsonSerializer.Deserialize<ImportProblem[]>(record.Problems, s_json)!,
        record.UndoneAt,
        record.UndoneBy);
}
