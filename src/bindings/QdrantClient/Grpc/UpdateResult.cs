namespace Qdrant.Client.Grpc;

/// <summary>How far an update is.</summary>
public sealed class UpdateResult
{
    public ulong OperationId { get; set; }

    public UpdateStatus Status { get; set; }
}

public enum UpdateStatus
{
    UnknownUpdateStatus = 0,

    /// <summary>Taken on, not carried out yet.</summary>
    Acknowledged = 1,

    /// <summary>Carried out: the next search sees it.</summary>
    Completed = 2,
}
