namespace AssistantLoop.Storage.Audit;

/// <summary>Which rows of the audit log to list; null: any.</summary>
/// <param name="Action">How the action begins, such as "version." or "version.promoted".</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Subject">What it was done to.</param>
public sealed record AuditFilter(string? Action = null, string? Actor = null, string? Subject = null);
