using System.Text.Json;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>The lineage of a tenant's versions, as clients and the command line see it.</summary>
/// <param name="Versions">The versions, oldest first, each with its decisions.</param>
/// <param name="DataSets">The data sets that they were trained on.</param>
/// <param name="Runs">The runs that made them.</param>
public sealed record LineageView(
    IReadOnlyList<LineageVersionView> Versions, IReadOnlyList<LineageDataSet> DataSets, IReadOnlyList<LineageRun> Runs)
{
    /// <summary>The view of a graph.</summary>
    public static LineageView Of(LineageGraph graph)
    {
        ILookup<Guid, LineageDecision> decisions = graph.Decisions.ToLookup(decision => decision.VersionId);
        return new(
            [
                .. graph.Versions.Select(version => new LineageVersionView(
                    VersionView.Of(version, graph.Versions.FirstOrDefault(parent => parent.Id == version.ParentId)?.Number),
                    [.. decisions[version.Id].Select(LineageDecisionView.Of)])),
            ],
            graph.DataSets,
            graph.Runs);
    }
}

/// <summary>A version with what was decided on it.</summary>
public sealed record LineageVersionView(VersionView Version, IReadOnlyList<LineageDecisionView> Decisions);

/// <summary>A decision: what, who, when, why.</summary>
public sealed record LineageDecisionView(string Action, string Actor, DateTimeOffset At, string? Reason)
{
    /// <summary>The view of a decision.</summary>
    public static LineageDecisionView Of(LineageDecision decision)
    {
        using JsonDocument details = JsonDocument.Parse(decision.Details);
        return new(
            decision.Action,
            decision.Actor,
            decision.At,
            details.RootElement.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null);
    }
}
