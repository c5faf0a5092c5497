using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.App.Api;

/// <summary>A training run, as clients and the command line see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">queued, running, evaluating, succeeded, rejected, failed or cancelled.</param>
/// <param name="RequestedBy">Who or what asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When a worker took it.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="DataSetHash">What it trained on.</param>
/// <param name="Samples">Samples trained on.</param>
/// <param name="Error">Why it failed, in one line.</param>
/// <param name="Decision">The gate's reason.</param>
/// <param name="VersionNumber">The version that it made.</param>
/// <param name="Report">The before/after report, Markdown.</param>
/// <param name="Outcome">What the gate said: promote, reject or not-enough-evidence; null where it was not asked.</param>
/// <param name="Impact">What the corrections did, in a sentence.</param>
/// <param name="HasReport">Whether a report was kept that /api/runs/{id}/report gives.</param>
public sealed record RunView(
    Guid Id,
    string State,
    string RequestedBy,
    string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? DataSetHash,
    int? Samples,
    string? Error,
    string? Decision,
    int? VersionNumber,
    string? Report,
    string? Outcome,
    string? Impact,
    bool HasReport)
{
    /// <summary>The view of a run.</summary>
    public static RunView Of(Run run)
    {
        RunResult? result = run.Result is null ? null : RunResult.Read(run.Result);

        // Results that were written before there were reports say nothing of the gate's answer either.
        bool kept = !string.IsNullOrEmpty(result?.ReportHash);
        return new(
            run.Id,
            run.State.ToString().ToLowerInvariant(),
            run.RequestedBy,
            run.Reason,
            run.CreatedAt,
            run.StartedAt,
            run.EndedAt,
            run.DataSetHash,
            result?.Samples,
            run.Error,
            result?.Decision,
            result?.Version,
            result?.Report,
            kept ? WireNames.Of(result!.Outcome) : null,
            result?.Impact,
            kept);
    }
}
