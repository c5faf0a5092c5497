using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Experiments;

/// <summary>The reads and writes of experiments within a decision's transaction.</summary>
internal static class ExperimentRows
{
    public static Task<Experiment?> OpenAsync(Session session, string tenant) =>
        session.FindAsync<Experiment>(
            "SELECT * FROM experiments WHERE tenant = @tenant AND ended_at IS NULL", new { tenant });

    /// <summary>Ends the tenant's open experiment, if there is one, because of another decision.</summary>
    public static async Task EndOpenAsync(Session session, string tenant, string by, string reason)
    {
        if (await OpenAsync(session, tenant) is { } open)
        {
            await EndAsync(session, tenant, open, by, ExperimentOutcome.Superseded, reason, result: null);
        }
    }

    /// <summary>Ends an open experiment; all visitors go to the serving version from the next answer on.</summary>
    public static async Task EndAsync(
        Session session, string tenant, Experiment open, string by, ExperimentOutcome outcome, string reason,
        string? result)
    {
        await session.ExecuteAsync("""
            UPDATE experiments SET ended_at = @Now, ended_by = @by, outcome = @outcome, reason = @reason,
                result = @result
            WHERE tenant = @tenant AND id = @Id
            """, new { tenant, open.Id, by, outcome = outcome.Text(), reason, result, session.Now });
        await VersionRows.SetAliasAsync(session, tenant, VersionRows.CandidateAlias, versionId: null);
        var (status, why) = outcome == ExperimentOutcome.Worse
            ? (VersionStatus.Rejected, $"experiment {open.Number}: {reason}")
            : (open.StatusBefore, $"experiment {open.Number} ended: {reason}");
        await VersionRows.SetStatusAsync(session, tenant, open.TreatmentId, status, by, why);
        await AuditChain.AppendAsync(session, tenant, by, "experiment.ended", open.Id.ToString(),
            new { open.Number, outcome = outcome.Text(), treatment = open.TreatmentId, reason });
    }
}
