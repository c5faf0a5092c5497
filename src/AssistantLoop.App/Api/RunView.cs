using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.App.Api;

/// <summary>A training run, as clients and the command line see it.</summary>
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
    string? Report)
{
    /// <summary>The view of a run.</summary>
    public static RunView Of(Run run)
    {
        RunResult? result = run.Result is null ? null : RunResult.Read(run.Result);
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
            result?.Report);
    }
}
