namespace AssistantLoop.Storage.Audit;

/// <summary>A row as its bytes lie in the database, unparsed, so that any edit shows in the hash.</summary>
internal sealed record AuditLine
{
    public long Sequence { get; init; }
    public string At { get; init; } = "";
    public string Actor { get; init; } = "";
    public string Action { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Details { get; init; } = "";
    public string PreviousHash { get; init; } = "";
    public string Hash { get; init; } = "";
    public bool WellTyped { get; init; }
}
