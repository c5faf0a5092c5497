namespace AssistantLoop.Storage.Audit;

/// <summary>The first row of a tenant's audit log that is not as it was written.</summary>
/// <param name="Sequence">The row's number.</param>
/// <param name="Problem">What is wrong, a sentence that names the row.</param>
public sealed record AuditFault(long Sequence, string Problem);
