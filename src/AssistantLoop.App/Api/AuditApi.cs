using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.App.Api;

/// <summary>The audit log: its rows, its check, and its head to be noted elsewhere.</summary>
public static class AuditApi
{
    private const int MaxRows = 500;

    /// <summary>Maps /api/audit.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", async (
            long? after, int? limit, AuditLog audit, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            IReadOnlyList<AuditEntry> rows = await audit.ReadAsync(
                profile.Tenant, after ?? 0, Math.Clamp(limit ?? 100, 1, MaxRows), cancellationToken);
            return new { rows, next = rows.Count > 0 ? rows[^1].Sequence : after ?? 0 };
        });
        routes.MapGet("/api/audit/newest", async (
            string? action,
            string? actor,
            string? subject,
            [AsParameters] ListParameters list,
            AuditLog audit,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
            await audit.PageAsync(profile.Tenant, new AuditFilter(action, actor, subject), list.Read(), cancellationToken));
        routes.MapGet("/api/audit/head", async (AuditLog audit, BusinessProfile profile, CancellationToken cancellationToken) =>
            new { head = (await audit.HeadAsync(profile.Tenant, cancellationToken))?.ToString() });
        routes.MapGet("/api/audit/verify", async (
            string? head, AuditLog audit, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            AuditFault? fault = await audit.VerifyAsync(profile.Tenant, cancellationToken, Noted(head));
            return new { ok = fault is null, problem = fault is null ? null : $"row {fault.Sequence}: {fault.Problem}" };
        });
    }

    /// <summary>A head that was noted elsewhere; null for none.</summary>
    /// <exception cref="ChatProblemException">The text is none.</exception>
    internal static AuditHead? Noted(string? head) => head is null
        ? null
        : AuditHead.Parse(head)
            ?? throw new ChatProblemException("failed", $"head must be NUMBER:HASH as audit head writes it; given: {head}");
}
