using AssistantLoop.Storage.Erasure;

namespace AssistantLoop.App.Api;

/// <summary>What an erasure did, or would do.</summary>
/// <param name="Id">The erasure; null of a trial run.</param>
/// <param name="Visitor">The visitor's pseudonym, as the audit log has it.</param>
/// <param name="Policy">retire, retrain or list.</param>
/// <param name="Removed">Rows removed, by what they are.</param>
/// <param name="DataSets">Data sets that hold samples of theirs.</param>
/// <param name="Versions">The numbers of the versions trained on those.</param>
/// <param name="Promoted">The version that serves in place of one of them.</param>
/// <param name="Run">The run that was queued for a successor.</param>
/// <param name="Problem">What is left for a person to decide.</param>
public sealed record ErasureView(
    Guid? Id,
    string Visitor,
    string Policy,
    ErasureCounts Removed,
    IReadOnlyList<ErasedDataSet> DataSets,
    IReadOnlyList<int> Versions,
    int? Promoted,
    Guid? Run,
    string? Problem)
{
    /// <summary>The view of a report.</summary>
    public static ErasureView Of(ErasureReport report) => new(
        report.Id,
        report.Visitor,
        Word(report.Policy),
        report.Removed,
        report.DataSets,
        [.. report.Versions.Select(version => version.Number)],
        report.Promoted,
        report.Run,
        report.Problem);

    /// <summary>A policy as it is written.</summary>
    public static string Word(ErasurePolicy policy) => policy.ToString().ToLowerInvariant();

    /// <summary>The policy of a word; null where it is none.</summary>
    public static ErasurePolicy? Parse(string word) => word switch
    {
        "retire" => ErasurePolicy.Retire,
        "retrain" => ErasurePolicy.Retrain,
        "list" => ErasurePolicy.List,
        _ => null,
    };
}
