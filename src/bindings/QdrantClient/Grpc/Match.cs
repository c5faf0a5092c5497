using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>What a field must hold, in one of its elements where it is a list. One kind is set.</summary>
public sealed class Match
{
    private string? _keyword;
    private long? _integer;

    public string Keyword
    {
        get => _keyword ?? "";
        set => _keyword = value;
    }

    public bool HasKeyword => _keyword is not null;

    public long Integer
    {
        get => _integer ?? 0;
        set => _integer = value;
    }

    public bool HasInteger => _integer is not null;

    public RepeatedStrings? Keywords { get; set; }
}

public sealed class RepeatedStrings
{
    public RepeatedField<string> Strings { get; } = [];
}
