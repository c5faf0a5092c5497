namespace Qdrant.Client.Grpc;

/// <summary>A point's id: a number or a UUID.</summary>
public sealed class PointId
{
    private ulong? _num;
    private string? _uuid;

    public ulong Num
    {
        get => _num ?? 0;
        set => _num = value;
    }

    public string Uuid
    {
        get => _uuid ?? "";
        set => _uuid = value;
    }

    public bool HasNum => _num is not null;

    public bool HasUuid => _uuid is not null;

    public static implicit operator PointId(ulong id) => new() { Num = id };

    public static implicit operator PointId(Guid id) => new() { Uuid = id.ToString() };
}
